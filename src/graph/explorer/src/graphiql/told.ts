// What the server tells beside its answers. In: GraphiQL's requests, on their way. Out: cost, plan, SQL and timing of
// the last one, while someone looks at them; otherwise the requests go as they are. Never: changes an answer.

export type Explained = {
  field: string;
  plan: string;
  sql: string;
  databasePlan: string[];
  warnings: string[];
};
export type Stage = { name: string; milliseconds: number };
export type Told = {
  cost: { estimated: number; limit: number } | undefined;
  explain: Explained[];
  stages: Stage[];
  notes: string[]; // as "answer cache: hit"
  milliseconds: number; // from the question to the end of the answer, seen from here
  bytes: number;
};

let told: Told | undefined;
let looked = false;
const listeners = new Set<() => void>();

export const readTold = () => told;

/** Hear of each new answer until what is returned is called; only while someone hears is the server asked. */
export function hearTold(listener: () => void): () => void {
  listeners.add(listener);
  looked = true;
  return () => {
    listeners.delete(listener);
    // On a phone the panel covers the button that runs: once looked at, it is told of what is run without it.
    looked = listeners.size > 0 || window.matchMedia('(max-width: 800px)').matches;
  };
}

/** A `fetch` that asks for cost and explanation, and keeps what was told. */
export async function askingFetch(input: RequestInfo | URL, init?: RequestInit): Promise<Response> {
  const request = looked ? asked(init?.body) : undefined;
  if (!request) return fetch(input, init);
  const began = performance.now();
  const response = await fetch(input, { ...init, body: JSON.stringify(request) });
  const text = await response.clone().text();
  told = read(text, response.headers.get('Server-Timing') ?? '', performance.now() - began);
  for (const listener of listeners) listener();
  return response;
}

function asked(body: unknown): object | undefined {
  if (typeof body !== 'string') return undefined;
  const request = JSON.parse(body) as { operationName?: string; extensions?: object };
  if (request.operationName === 'IntrospectionQuery') return undefined;
  return { ...request, extensions: { ...request.extensions, cost: true, explain: true } };
}

function read(text: string, timing: string, milliseconds: number): Told {
  const entries = timing.split(',').map((entry) => entry.trim().split(';'));
  const after = (parts: string[], name: string) =>
    parts.find((part) => part.startsWith(`${name}=`))?.slice(name.length + 1);
  const extensions = extensionsOf(text);
  return {
    cost: extensions.cost,
    explain: extensions.explain ?? [],
    stages: entries.flatMap(([name = '', ...parts]) => {
      const lasted = after(parts, 'dur');
      return lasted === undefined ? [] : [{ name, milliseconds: Number(lasted) }];
    }),
    notes: entries.flatMap(([name = '', ...parts]) => {
      const said = after(parts, 'desc');
      return said === undefined ? [] : [`${name}: ${said.replaceAll('"', '')}`];
    }),
    milliseconds,
    bytes: new TextEncoder().encode(text).length,
  };
}

function extensionsOf(text: string): { cost?: Told['cost']; explain?: Explained[] } {
  try {
    return (JSON.parse(text) as { extensions?: object }).extensions ?? {};
  } catch {
    return {}; // an answer that is no JSON is GraphiQL's to show
  }
}
