// Whole connections, page after page. In: a document that takes `$after`. Out: all nodes, or about the first `most`.
import type { DocumentInput } from '@urql/core';
import { answer, type Trouble } from './client';

type Cursor = { after: string | null };
type Connection<Row> = { pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: Row[] };

export async function everyNode<Data, Variables extends { after?: string | null }, Row>(
  document: DocumentInput<Data, Variables>,
  pick: (data: Data) => Connection<Row> | null,
  signal: AbortSignal,
  most = Number.POSITIVE_INFINITY,
): Promise<Row[]> {
  const nodes: Row[] = [];
  let after: string | null = null;
  do {
    const data: Data = await answer(document, { after } as Variables & Cursor, signal);
    const page: Connection<Row> | null = pick(data);
    if (!page) break;
    nodes.push(...page.nodes);
    after = page.pageInfo.hasNextPage ? page.pageInfo.endCursor : null;
  } while (after && nodes.length < most);
  return nodes;
}

/** Several questions as one that `useAnswer` can ask and cancel. */
export function asking<Data>(load: (signal: AbortSignal) => Promise<Data>) {
  return (done: (data: Data | undefined, trouble: Trouble | undefined) => void) => {
    const aborting = new AbortController();
    load(aborting.signal).then(
      (data) => !aborting.signal.aborted && done(data, undefined),
      (trouble: Trouble) => !aborting.signal.aborted && done(undefined, trouble),
    );
    return () => aborting.abort();
  };
}
