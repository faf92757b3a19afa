// Apollo Client as a program would make it: a cache for this schema, persisted queries, subscriptions.
import { ApolloClient, ApolloLink, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { GraphQLWsLink } from '@apollo/client/link/subscriptions';
import { relayStylePagination } from '@apollo/client/utilities';
import { OperationTypeNode } from 'graphql';
import { createClient } from 'graphql-ws';
import { possibleTypes, typesWithoutId } from './schema.mjs';

export function makeCache(schema) {
  const pages = relayStylePagination(['where', 'orderBy']);
  const parts = typesWithoutId(schema).map((name) => [name, { merge: true }]);
  return new InMemoryCache({
    possibleTypes: possibleTypes(schema),
    typePolicies: {
      ...Object.fromEntries(parts),
      Query: { fields: { companies: pages, search: relayStylePagination(['query', 'types']) } },
      University: { fields: { spinoffs: pages } },
    },
  });
}

const encoder = new TextEncoder();

async function sha256(text) {
  const bytes = new Uint8Array(await crypto.subtle.digest('SHA-256', encoder.encode(text)));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

export function makeClient(server, schema, { fetch, webSocketImpl } = {}) {
  const persisted = new PersistedQueryLink({ sha256, useGETForHashedQueries: true });
  const http = persisted.concat(new HttpLink({ uri: `${server}/graphql`, fetch }));
  const socket = createClient({ url: `${server.replace('http', 'ws')}/graphql`, webSocketImpl });
  const link = ApolloLink.split(
    ({ operationType }) => operationType === OperationTypeNode.SUBSCRIPTION,
    new GraphQLWsLink(socket),
    http,
  );
  return { client: new ApolloClient({ link, cache: makeCache(schema) }), socket };
}
