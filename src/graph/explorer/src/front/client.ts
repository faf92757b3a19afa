// The way to the server: one urql client over ./graphql. Out: answers, and what went wrong in a person's terms.
import { type AnyVariables, Client, type CombinedError, type DocumentInput, fetchExchange } from '@urql/core';

// Relative to the page without its hash, so that it works below any root path.
export const address = new URL('./graphql', window.location.href.split('#')[0]).href;

const client = new Client({ url: address, exchanges: [fetchExchange], preferGetMethod: false });

export type Trouble = { kind: 'away' | 'refused' | 'closed' | 'failed'; message: string; code?: string };

/** Ask; `done` hears the answer or the trouble. Calling what is returned cancels the request. */
export function ask<Data, Variables extends AnyVariables>(
  document: DocumentInput<Data, Variables>,
  variables: Variables,
  done: (data: Data | undefined, trouble: Trouble | undefined) => void,
): () => void {
  const subscription = client
    .query(document, variables)
    .subscribe((result) => done(result.data, result.error && describe(result.error)));
  return subscription.unsubscribe;
}

/** The same as a promise, for questions that follow each other. */
export function answer<Data, Variables extends AnyVariables>(
  document: DocumentInput<Data, Variables>,
  variables: Variables,
  signal?: AbortSignal,
): Promise<Data> {
  return new Promise((resolve, reject) => {
    const cancel = ask(document, variables, (data, trouble) => (trouble || !data ? reject(trouble) : resolve(data)));
    signal?.addEventListener('abort', cancel);
  });
}

const REFUSALS = new Set(['COST_LIMIT_EXCEEDED', 'DEPTH_LIMIT_EXCEEDED', 'TIMEOUT']);

function describe(error: CombinedError): Trouble {
  const first = error.graphQLErrors[0];
  if (first) {
    const code = String(first.extensions.code ?? '');
    return { kind: REFUSALS.has(code) ? 'refused' : 'failed', message: first.message, code };
  }
  return { kind: 'away', message: error.networkError?.message ?? error.message };
}
