// Apollo Client 4 against a running server. In: its address, its database, another to put in its place.
// Out: what the client answered, what stood in its cache, what it sent, what it was warned of.
import { gql } from '@apollo/client';
import { CombinedGraphQLErrors } from '@apollo/client/errors';
import WebSocket from 'ws';
import { makeClient } from './apollo-client.mjs';
import { publish } from './publishing.mjs';
import { recording } from './recording.mjs';
import { readSchema } from './schema.mjs';

const [server, database, next] = process.argv.slice(2);
const schema = await readSchema(server);
const warnings = [];
console.warn = console.error = (...words) => warnings.push(words.join(' '));

function begin() {
  const sent = [];
  return { sent, ...makeClient(server, schema, { fetch: recording(sent), webSocketImpl: WebSocket }) };
}

// --- one entry for each row -------------------------------------------------------------------------------------

const SPINOFFS = gql`{ university(slug: "uclouvain") { id spinoffs { edges { node { id name founded { earliest } } } } } }`;
const COMPANY = gql`{ company(slug: "promethera-biosciences") { id name founded { asPrinted } universities { nodes { id name } } } }`;
const THROUGH_INTERFACES = gql`query Found($id: ID!) {
  node(id: $id) { id ... on Organization { slug } }
  search(query: "promethera", types: [Organization]) { edges { node { id ... on Company { name } } } }
  fundingRound(id: "FundingRound:promethera-c") { id company { id name } investors { nodes { id name ... on Company { slug } } } }
}`;

async function normalise() {
  const { client } = begin();
  const query = async (query, variables) => (await client.query({ query, variables })).data;
  const spinoffs = await query(SPINOFFS);
  const { company } = await query(COMPANY);
  const found = await query(THROUGH_INTERFACES, { id: company.id });
  const entries = client.cache.extract();
  client.cache.modify({ id: client.cache.identify(company), fields: { name: () => 'Renamed' } });
  const seen = client.readQuery({ query: SPINOFFS }).university.spinoffs.edges.map(({ node }) => node.name);
  return { spinoffs, company, found, entries, seen };
}

// --- pages ------------------------------------------------------------------------------------------------------

const COMPANIES = gql`query Companies($first: Int, $after: String, $last: Int, $before: String, $where: CompanyFilter) {
  companies(first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: [{ name: ASC }]) {
    totalCount
    edges { cursor node { id name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

const NODES = gql`query Nodes($after: String) {
  companies(first: 5, after: $after, orderBy: [{ name: ASC }]) { nodes { id name } pageInfo { endCursor } }
}`;

const namesOf = ({ companies }) => companies.edges.map(({ node }) => node.name);
const after = ({ companies }) => ({ first: 5, after: companies.pageInfo.endCursor, last: null, before: null });
const before = ({ companies }) => ({ first: null, after: null, last: 5, before: companies.pageInfo.startCursor });

// Walk until there is nothing more on the side; the names that the program is shown after each page.
async function walk(watched, more, side) {
  const shown = () => watched.getCurrentResult().data;
  const seen = [namesOf(shown())];
  while (shown().companies.pageInfo[side]) {
    const variables = more(shown());
    await Promise.all([answered(watched, namesOf(shown()).length), watched.fetchMore({ variables })]);
    seen.push(namesOf(shown()));
  }
  return seen;
}

// Wait until the program is shown more than this many companies.
function answered(watched, count = 0) {
  return new Promise((resolve) => {
    watched.subscribe(({ data, loading }) => loading || namesOf(data).length <= count || resolve());
  });
}

async function open(variables) {
  const { client, sent } = begin();
  const watched = client.watchQuery({ query: COMPANIES, variables });
  await answered(watched);
  return { client, sent, watched };
}

async function page() {
  const { watched: start, client } = await open({ first: 5 });
  const forward = await walk(start, after, 'hasNextPage');
  const { watched: end } = await open({ last: 5 });
  const backward = await walk(end, before, 'hasPreviousPage');
  const cursor = start.getCurrentResult().data.companies.edges[9].cursor;
  const { watched: middle } = await open({ first: 3, after: cursor });
  const bothWays = [...(await walk(middle, after, 'hasNextPage')), ...(await walk(middle, before, 'hasPreviousPage'))];
  const where = { universities: { some: {} } };
  const filtered = await client.query({ query: COMPANIES, variables: { first: 5, where } });
  const kept = Object.keys(client.cache.extract().ROOT_QUERY).filter((key) => key.startsWith('companies'));
  return { forward, backward, bothWays, filtered: namesOf(filtered.data), kept, nodes: await pageOfNodes() };
}

// What the page policy shows of `nodes` after a second page.
async function pageOfNodes() {
  const { client } = begin();
  const { data } = await client.query({ query: NODES });
  const variables = { after: data.companies.pageInfo.endCursor };
  await client.watchQuery({ query: NODES }).fetchMore({ variables });
  return client.readQuery({ query: NODES }).companies.nodes.map(({ name }) => name);
}

// --- persisted queries, errors, subscriptions -------------------------------------------------------------------

async function persist() {
  const query = gql`query Persisted($slug: String) { university(slug: $slug) { id name } }`;
  const { client, sent } = begin();
  const names = [];
  for (const slug of ['ulb', 'umons']) names.push((await client.query({ query, variables: { slug } })).data.university.name);
  return { names, sent };
}

async function refuse() {
  const { client } = begin();
  const ask = (text) => client.query({ query: gql(text), errorPolicy: 'all', fetchPolicy: 'no-cache' });
  const told = [];
  const partly = '{ companies(after: "0", first: 1) { totalCount } umons: university(slug: "umons") { name } }';
  for (const text of ['{ nothing }', partly]) {
    const { error, data } = await ask(text);
    told.push({ known: CombinedGraphQLErrors.is(error), codes: error.errors.map(({ extensions }) => extensions.code), data });
  }
  return told;
}

const LIVE = gql`subscription Live($slug: String) { live { company(slug: $slug) { id name } } }`;
const ONE = gql`query One($slug: String) { company(slug: $slug) { id name } }`;

// A live answer changes the cache, and so what is drawn from any other query.
async function live() {
  const { client, socket } = begin();
  const variables = { slug: 'celyad' };
  const shown = [];
  const watched = client.watchQuery({ query: ONE, variables });
  const drawn = (count) => new Promise((resolve) => {
    watched.subscribe(({ data }) => {
      const name = data?.company?.name;
      if (name && name !== shown.at(-1)) shown.push(name);
      if (shown.length === count) resolve();
    });
  });
  await drawn(1);
  await new Promise((resolve) => {
    client.subscribe({ query: LIVE, variables }).subscribe(resolve);
  });
  publish(next, database);
  await drawn(2);
  await socket.dispose();
  return shown;
}

const told = {
  normalised: await normalise(),
  pages: await page(),
  persisted: await persist(),
  refused: await refuse(),
  live: await live(),
};
process.stdout.write(JSON.stringify({ ...told, warnings }), () => process.exit(0));
