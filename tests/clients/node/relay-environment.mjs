// A Relay environment as a program would make it: documents are named by their ids, never sent.
import { createClient } from 'graphql-ws';
import { Environment, Network, Observable, RecordSource, ROOT_TYPE, Store } from 'relay-runtime';

// A row that came by any other way is not asked for again by its id.
const byId = {
  kind: 'linked',
  handle: (field, parent, { id }) => (parent?.getType() === ROOT_TYPE && field.name === 'node' ? id : undefined),
};

export function makeEnvironment(server, { fetch = globalThis.fetch, webSocketImpl } = {}) {
  const socket = createClient({ url: `${server.replace('http', 'ws')}/graphql`, webSocketImpl });

  async function ask({ id }, variables) {
    const answer = await fetch(`${server}/graphql`, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/graphql-response+json' },
      body: JSON.stringify({ documentId: id, variables }),
    });
    return answer.json();
  }

  // graphql-ws wants a text, be it an empty one.
  function subscribe({ id }, variables) {
    return Observable.create((sink) => socket.subscribe({ query: '', documentId: id, variables }, sink));
  }

  const environment = new Environment({
    network: Network.create(ask, subscribe),
    store: new Store(new RecordSource()),
    missingFieldHandlers: [byId],
  });
  return { environment, socket };
}
