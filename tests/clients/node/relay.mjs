// Relay's runtime against a running server that answers trusted documents alone. In: its address, its database,
// another to put in its place, the folder of what relay-compiler wrote. Out: what programs would show, what was sent.
import relay from 'relay-runtime';
import WebSocket from 'ws';
import { publish } from './publishing.mjs';
import { recording } from './recording.mjs';
import { makeEnvironment } from './relay-environment.mjs';

const { createOperationDescriptor, fetchQuery, getSingularSelector, requestSubscription } = relay;
const [server, database, next, folder] = process.argv.slice(2);
const warnings = [];
console.warn = console.error = (...words) => warnings.push(words.join(' '));

async function artifact(name) {
  return (await import(`${folder}/${name}.graphql.js`)).default;
}

function begin() {
  const sent = [];
  return { sent, ...makeEnvironment(server, { fetch: recording(sent), webSocketImpl: WebSocket }) };
}

// What a hook of React's would do: ask, keep the answer, read fragments from the store.
async function ask(environment, query, variables) {
  await fetchQuery(environment, query, variables).toPromise();
  return environment.lookup(retained(environment, query, variables).fragment).data;
}

function retained(environment, query, variables) {
  const operation = createOperationDescriptor(query, variables);
  environment.retain(operation);
  return operation;
}

function read(environment, fragment, reference) {
  return environment.lookup(getSingularSelector(fragment, reference)).data;
}

// --- pages ------------------------------------------------------------------------------------------------------

// Walk with the query that `@refetchable` made, as `usePaginationFragment` does; what is shown after each page.
async function walk(environment, root, fragment, more) {
  const seen = [];
  for (;;) {
    const { edges, pageInfo } = read(environment, fragment, root).companies;
    seen.push(edges.map(({ node }) => node.name));
    const variables = more(pageInfo);
    if (!variables) return seen;
    await ask(environment, fragment.metadata.refetch.operation, variables);
  }
}

const forward = ({ hasNextPage, endCursor }) => hasNextPage && { first: 5, after: endCursor };
const backward = ({ hasPreviousPage, startCursor }) => hasPreviousPage && { last: 5, before: startCursor };

async function page() {
  const query = await artifact('EcosystemCompaniesQuery');
  const fragment = await artifact('EcosystemCompanies');
  const open = async (variables) => {
    const { environment } = begin();
    return { environment, root: await ask(environment, query, variables) };
  };
  const start = await open({ first: 5 });
  const end = await open({ last: 5 });
  const middle = await open({ first: 3, after: cursorOf(start, fragment) });
  const walked = ({ environment, root }, more) => walk(environment, root, fragment, more);
  return {
    forward: await walked(start, forward),
    backward: await walked(end, backward),
    bothWays: [...(await walked(middle, forward)), ...(await walked(middle, backward))],
  };
}

// The cursor after the first page: a place that is not an end of the list.
function cursorOf({ environment, root }, fragment) {
  return read(environment, fragment, root).companies.pageInfo.endCursor;
}

// --- one record for each row ------------------------------------------------------------------------------------

async function normalise() {
  const { environment, sent } = begin();
  const [query, fragment, part] = await Promise.all(
    ['EcosystemGroupQuery', 'EcosystemMembers', 'EcosystemOrganization'].map(artifact),
  );
  const members = (group) => read(environment, fragment, group).members.edges.map(({ node }) => read(environment, part, node));
  const { group } = await ask(environment, query, { slug: 'service-companies' });
  const first = members(group);
  const { endCursor } = read(environment, fragment, group).members.pageInfo;
  await ask(environment, fragment.metadata.refetch.operation, { id: group.id, count: 50, cursor: endCursor });
  const all = members(group);
  const other = members((await ask(environment, query, { slug: 'orgenesis-masthercell' })).group);
  const known = retained(environment, part.metadata.refetch.operation, { id: first[0].id });
  return {
    first, all, other,
    records: environment.getStore().getSource().getRecordIDs().filter((id) => id.startsWith('Organization:')),
    knownById: environment.check(known).status,
    read: read(environment, part, environment.lookup(known.fragment).data.node),
    requests: sent.length,
  };
}

// --- what is sent, subscriptions --------------------------------------------------------------------------------

async function trust() {
  const { environment, sent } = begin();
  const query = await artifact('EcosystemCompanyQuery');
  const { company } = await ask(environment, query, { slug: 'celyad' });
  const unknown = { ...query, params: { ...query.params, id: '0'.repeat(64) } };
  const refused = await ask(environment, unknown, {}).catch((error) => error.message);
  return { name: company.name, sent, refused };
}

// A live answer changes the store, and so what is shown of any other query.
async function live() {
  const { environment, socket } = begin();
  const variables = { slug: 'celyad' };
  const operation = retained(environment, await artifact('EcosystemCompanyQuery'), variables);
  await fetchQuery(environment, operation.request.node, variables).toPromise();
  const snapshot = environment.lookup(operation.fragment);
  const shown = [snapshot.data.company.name];
  const drawn = new Promise((resolve) => {
    environment.subscribe(snapshot, ({ data }) => { shown.push(data.company.name); resolve(); });
  });
  const subscription = await artifact('EcosystemLiveSubscription');
  await new Promise((onNext, onError) => { requestSubscription(environment, { subscription, variables, onNext, onError }); });
  publish(next, database);
  await drawn;
  await socket.dispose();
  return shown;
}

const told = { pages: await page(), normalised: await normalise(), trusted: await trust(), live: await live() };
process.stdout.write(JSON.stringify({ ...told, warnings }), () => process.exit(0));
