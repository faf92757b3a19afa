// urql 5 with graphcache against a running server. In: its address, its database, another to put in its place.
// Out: what the client answered, from the server or its cache, what it sent, what it was warned of.
import { Client, fetchExchange, gql } from 'urql';
import WebSocket from 'ws';
import { publish } from './publishing.mjs';
import { recording } from './recording.mjs';
import { readSchema } from './schema.mjs';
import { makeClient } from './urql-client.mjs';

const [server, database, next] = process.argv.slice(2);
const schema = await readSchema(server);
const warnings = [];
console.warn = console.error = (...words) => warnings.push(words.join(' '));

function begin() {
  const sent = [];
  return { sent, ...makeClient(server, schema, { fetch: recording(sent), webSocketImpl: WebSocket }) };
}

// --- one entry for each row -------------------------------------------------------------------------------------

const SPINOFFS = gql`{ university(slug: "uclouvain") { id spinoffs(first: 10) { edges { node { id name founded { earliest } } } } } }`;
const ROUND = gql`{ fundingRound(id: "FundingRound:promethera-c") {
  id company { id slug founded { asPrinted } } investors { nodes { id __typename name } }
} }`;
const BY_ID = gql`query ById($id: ID!) { node(id: $id) { id ... on Company { name slug founded { asPrinted earliest } } } }`;

async function normalise() {
  const { client, sent } = begin();
  const { university } = (await client.query(SPINOFFS, {}).toPromise()).data;
  const { fundingRound } = (await client.query(ROUND, {}).toPromise()).data;
  const asked = sent.length;
  const context = { requestPolicy: 'cache-only' };
  const { node } = (await client.query(BY_ID, { id: fundingRound.company.id }, context).toPromise()).data;
  return { university, fundingRound, node, askedAgain: sent.length - asked };
}

// --- pages ------------------------------------------------------------------------------------------------------

const COMPANIES = gql`query Companies($first: Int, $after: String, $last: Int, $before: String) {
  companies(first: $first, after: $after, last: $last, before: $before, orderBy: [{ name: ASC }]) {
    totalCount
    edges { cursor node { id name } }
    pageInfo { hasNextPage hasPreviousPage startCursor endCursor }
  }
}`;

async function walk(client, variables, more, side) {
  const seen = [];
  for (let asked = variables; asked; ) {
    const { companies } = (await client.query(COMPANIES, asked).toPromise()).data;
    seen.push(companies.edges.map(({ node }) => node.name));
    asked = companies.pageInfo[side] && more(companies.pageInfo);
  }
  return seen;
}

async function page() {
  const forward = begin();
  const backward = begin();
  return {
    forward: await walk(forward.client, { first: 5 }, ({ endCursor }) => ({ first: 5, after: endCursor }), 'hasNextPage'),
    backward: await walk(backward.client, { last: 5 }, ({ startCursor }) => ({ last: 5, before: startCursor }), 'hasPreviousPage'),
    requests: [forward.sent.length, backward.sent.length],
  };
}

// --- persisted queries, errors, subscriptions -------------------------------------------------------------------

async function persist() {
  const { client, sent } = begin();
  const query = gql`query PersistedByUrql($slug: String) { university(slug: $slug) { id name } }`;
  const names = [];
  for (const slug of ['ulb', 'umons']) names.push((await client.query(query, { slug }).toPromise()).data.university.name);
  return { names, sent };
}

// Without exchanges of its own making: what a program has after `new Client({ url })`.
async function plain() {
  const sent = [];
  const client = new Client({ url: `${server}/graphql`, fetch: recording(sent), exchanges: [fetchExchange], fetchSubscriptions: true });
  const { data } = await client.query('{ university(slug: "ulb") { name } }', {}).toPromise();
  const live = await new Promise((resolve) => {
    const { unsubscribe } = client.subscription('subscription { live { university(slug: "ulb") { name } } }', {}).subscribe((result) => {
      resolve(result);
      setTimeout(() => unsubscribe());
    });
  });
  return { query: data.university.name, live: live.data?.live.university.name, sent };
}

async function refuse() {
  const { client } = begin();
  const told = [];
  const partly = gql`{ companies(after: "0", first: 1) { totalCount } umons: university(slug: "umons") { id name } }`;
  for (const query of [gql`{ nothing }`, partly]) {
    const { error, data } = await client.query(query, {}).toPromise();
    told.push({ codes: error.graphQLErrors.map(({ extensions }) => extensions.code), network: error.networkError?.message, data });
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
  const waiting = [];
  client.query(ONE, variables).subscribe(({ data }) => {
    if (data.company.name !== shown.at(-1)) shown.push(data.company.name);
    if (shown.length === 2) waiting.forEach((resolve) => resolve());
  });
  const drawn = new Promise((resolve) => waiting.push(resolve));
  await new Promise((resolve) => {
    client.subscription(LIVE, variables).subscribe(resolve);
  });
  publish(next, database);
  await drawn;
  await socket.dispose();
  return shown;
}

const told = {
  normalised: await normalise(),
  pages: await page(),
  persisted: await persist(),
  plain: await plain(),
  refused: await refuse(),
  live: await live(),
};
process.stdout.write(JSON.stringify({ ...told, warnings }), () => process.exit(0));
