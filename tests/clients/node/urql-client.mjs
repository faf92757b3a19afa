// urql as a program would make it: a normalised cache that knows the schema, persisted queries, subscriptions.
import { cacheExchange } from '@urql/exchange-graphcache';
import { relayPagination } from '@urql/exchange-graphcache/extras';
import { persistedExchange } from '@urql/exchange-persisted';
import { introspectionFromSchema } from 'graphql';
import { createClient } from 'graphql-ws';
import { Client, fetchExchange, subscriptionExchange } from 'urql';
import { typesWithoutId } from './schema.mjs';

export function makeCache(schema) {
  const parts = typesWithoutId(schema).map((name) => [name, () => null]);
  return cacheExchange({
    schema: introspectionFromSchema(schema),
    keys: Object.fromEntries(parts),
    resolvers: {
      Query: {
        companies: relayPagination(),
        node: (_, { id }, cache) => cache.resolve('Query', 'node', { id }) ?? known(cache, id),
      },
      University: { spinoffs: relayPagination() },
    },
  });
}

// A row that came by any other way, so that asking for it by id needs no request.
function known(cache, id) {
  const types = ['Company', 'Institution', 'University'];
  const __typename = types.find((name) => cache.resolve({ __typename: name, id }, 'id'));
  return __typename && { __typename, id };
}

export function makeClient(server, schema, { fetch, webSocketImpl } = {}) {
  const socket = createClient({ url: `${server.replace('http', 'ws')}/graphql`, webSocketImpl });
  const client = new Client({
    url: `${server}/graphql`,
    fetch,
    exchanges: [
      makeCache(schema),
      persistedExchange({ preferGetForPersistedQueries: true }),
      fetchExchange,
      subscriptionExchange({
        forwardSubscription: ({ query, variables }) => ({
          subscribe: (sink) => ({ unsubscribe: socket.subscribe({ query, variables }, sink) }),
        }),
      }),
    ],
  });
  return { client, socket };
}
