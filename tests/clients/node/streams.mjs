// Subscriptions with graphql-ws and graphql-sse. In: the server's address, a database, another to put in its place.
// Out: { ws, sse, query }: what each client was told by a live query, a new build published after the first answers.
import { createClient as createSse } from 'graphql-sse';
import { createClient as createWs } from 'graphql-ws';
import WebSocket from 'ws';
import { publish } from './publishing.mjs';

const [address, database, next] = process.argv.slice(2);
const LIVE = 'subscription Live($slug: String) { live { company(slug: $slug) { name } } }';
const CHANGED = 'subscription { datasetChanged { version changed { modified } } }';

const ws = createWs({ url: address.replace('http', 'ws'), webSocketImpl: WebSocket });
const sse = createSse({ url: address });

function watch(client, payload, count) {
  const told = [];
  let first;
  const begun = new Promise((resolve) => { first = resolve; });
  const done = new Promise((resolve, reject) => {
    const stop = client.subscribe(payload, {
      next: (value) => {
        told.push(value);
        first();
        if (told.length === count) { stop(); resolve(told); }
      },
      error: reject,
      complete: () => resolve(told),
    });
  });
  return { begun, done };
}

const variables = { slug: 'celyad' };
const query = await watch(sse, { query: '{ companies(first: 1) { nodes { name } } }' }, 2).done;
const refused = await watch(ws, { query: 'subscription { nope }' }, 1).done.catch((errors) => errors[0].extensions.code);
const lives = [ws, sse].map((client) => watch(client, { query: LIVE, variables }, 2));
const changes = [ws, sse].map((client) => watch(client, { query: CHANGED }, 1));
await Promise.all(lives.map((each) => each.begun));
// `datasetChanged` says nothing at first: give the server a second to hear of it.
await new Promise((resolve) => { setTimeout(resolve, 1000); });
publish(next, database);
const [wsLive, sseLive, wsChanged, sseChanged] = await Promise.all([...lives, ...changes].map((each) => each.done));
await ws.dispose();
sse.dispose();
console.log(JSON.stringify({ query, refused, wsLive, sseLive, wsChanged, sseChanged }));
process.exit(0);
