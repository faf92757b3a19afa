// Apollo Client with a manifest of @apollo/generate-persisted-query-manifest. In: a server that answers trusted
// documents alone, the manifest, a document of it. Out: what the client was answered, what it sent.
import { readFileSync } from 'node:fs';
import { ApolloClient, gql, HttpLink, InMemoryCache } from '@apollo/client';
import { PersistedQueryLink } from '@apollo/client/link/persisted-queries';
import { generatePersistedQueryIdsFromManifest } from '@apollo/persisted-query-lists';
import { recording } from './recording.mjs';

const [server, manifest, document] = process.argv.slice(2);

const loadManifest = async () => JSON.parse(readFileSync(manifest, 'utf8'));
const named = new PersistedQueryLink(generatePersistedQueryIdsFromManifest({ loadManifest }));

const sent = [];
const http = new HttpLink({ uri: `${server}/graphql`, fetch: recording(sent) });
const client = new ApolloClient({ link: named.concat(http), cache: new InMemoryCache() });
const untrusted = new ApolloClient({ link: http, cache: new InMemoryCache() });

const { data } = await client.query({ query: gql(readFileSync(document, 'utf8')) });
const { error } = await untrusted.query({ query: gql`{ dataset { version } }`, errorPolicy: 'all' });
const codes = error.errors.map(({ extensions }) => extensions.code);
process.stdout.write(JSON.stringify({ data, sent, codes }), () => process.exit(0));
