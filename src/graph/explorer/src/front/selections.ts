// The operations that the explorer makes from a shape. Out: their text, laid out to be read in GraphiQL.
import { CARRIED, NAMES, TITLES } from './known';
import type { Entity, Field, Shape } from './shape';

const LINKED = 100; // of each link at once

// A name, or a name followed by what is selected of it.
type Selection = string | Selection[];

/** Everything about one entity: `{ root: { …fields, …links } }`. */
export function entityOperation(shape: Shape, entity: Entity): string {
  const key = entity.keyed ? 'slug: $key' : 'id: $key';
  const head = `query ${entity.name}Page($key: ${entity.keyed ? 'String' : 'ID'}!)`;
  const links = manyOf(entity).map((field) => linkSelection(shape, field));
  return print([head, [`${entity.one}(${key})`, ...rowSelection(shape, entity, []), ...links]]);
}

/** One page of a table: `{ root: { totalCount, pageInfo, nodes } }`. */
export function tableOperation(shape: Shape, entity: Entity): string {
  const head =
    `query ${entity.name}Table($first: Int, $after: String, $last: Int, $before: String, ` +
    `$where: ${entity.name}Filter, $orderBy: [${entity.name}Order!])`;
  const page = 'first: $first, after: $after, last: $last, before: $before, where: $where, orderBy: $orderBy';
  return print([
    head,
    [
      `${entity.many}(${page})`,
      'totalCount',
      ['pageInfo', 'hasNextPage', 'hasPreviousPage', 'startCursor', 'endCursor'],
      ['nodes', ...rowSelection(shape, entity, [])],
    ],
  ]);
}

/** A page of the rows of a type for the map: `{ root: { nodes: [{ …label, …links }] } }`, of each link the ids. */
export function mapOperation(shape: Shape, entity: Entity, links: Field[]): string {
  const linked = links.map(
    ({ name, kind }): Selection => (kind === 'one' ? [name, 'id'] : [`${name}(first: ${LINKED})`, ['nodes', 'id']]),
  );
  const nodes: Selection = ['nodes', ...labelSelection(shape, entity, true), ...linked];
  const root = `${entity.many}(first: 500, after: $after)`;
  return print([`query ${entity.name}Map($after: String)`, [root, ['pageInfo', 'hasNextPage', 'endCursor'], nodes]]);
}

/** What is found: `{ search: { totalCount, edges: [{ rank, snippet, node }] } }`; read each node by `readFound`. */
export function searchOperation(shape: Shape): string {
  const known = [...shape.entities.values()].filter((entity) => entity.concrete.includes(entity.name));
  const spread = known.map(
    (entity): Selection => [
      `... on ${entity.name}`,
      ...labelSelection(shape, entity, true).flatMap((each) => aliased(entity.name, each)),
    ],
  );
  return print([
    'query Search($query: String!)',
    [
      'search(query: $query, first: 12)',
      'totalCount',
      ['edges', 'rank', 'snippet', ['node', '__typename', 'id', ...spread]],
    ],
  ]);
}

// `name: String!` of one type and `name: String` of another must not share a name in one answer.
function aliased(type: string, selection: Selection): Selection[] {
  const [head, ...body] = typeof selection === 'string' ? [selection] : selection;
  if (head === '__typename' || head === 'id') return [];
  const named = `${type}_${head}: ${head}`;
  return [body.length > 0 ? [named, ...body] : named];
}

/** A found node under the names of its own fields. */
export function readFound(node: Record<string, unknown>): Record<string, unknown> {
  const prefix = `${node.__typename}_`;
  return Object.fromEntries(
    Object.entries(node).map(([name, value]) => [name.startsWith(prefix) ? name.slice(prefix.length) : name, value]),
  );
}

/** One more page of one link: `{ root: { link } }`. */
export function linkOperation(shape: Shape, entity: Entity, field: Field): string {
  const head = `query ${entity.name}Link($key: ${entity.keyed ? 'String' : 'ID'}!, $after: String)`;
  const root = `${entity.one}(${entity.keyed ? 'slug: $key' : 'id: $key'})`;
  return print([head, [root, '__typename', 'id', linkSelection(shape, field, ', after: $after')]]);
}

function linkSelection(shape: Shape, field: Field, from = ''): Selection {
  const target = shape.entities.get(field.type)!;
  const said = field.edge.flatMap((each) => fieldSelection(shape, each));
  const node: Selection = ['node', ...rowSelection(shape, target, CARRIED)];
  const info: Selection = ['pageInfo', 'hasNextPage', 'endCursor'];
  return [`${field.name}(first: ${LINKED}${from})`, 'totalCount', info, ['edges', ...said, node]];
}

// All that one row shows: values, what it leads to by name, its citation; of the links to many, only those carried.
function rowSelection(shape: Shape, entity: Entity, carried: string[]): Selection[] {
  const own = entity.fields.filter((field) => field.kind !== 'many' && field.name !== 'id');
  const links = manyOf(entity).filter((field) => carried.includes(field.name));
  return [
    '__typename',
    'id',
    ...own.flatMap((field) => fieldSelection(shape, field)),
    ...links.map((field): Selection => {
      const target = shape.entities.get(field.type)!;
      return [`${field.name}(first: 20)`, ['nodes', ...rowSelection(shape, target, [])]];
    }),
  ];
}

function fieldSelection(shape: Shape, field: Field): Selection[] {
  if (field.kind === 'scalar' || field.kind === 'enum') return [field.name];
  if (field.kind === 'value') return [[field.name, ...(shape.values.get(field.type) ?? []).map(({ name }) => name)]];
  const target = shape.entities.get(field.type)!;
  const body = field.name === 'citation' ? citationSelection(shape, target) : labelSelection(shape, target, true);
  return [[field.name, ...body]];
}

// A citation is shown whole: its own fields and those of what it cites.
function citationSelection(shape: Shape, citation: Entity): Selection[] {
  return citation.fields.flatMap((field) => {
    if (field.kind === 'scalar' || field.kind === 'enum') return [field.name];
    if (field.kind !== 'one') return [];
    const plain = shape.entities.get(field.type)!.fields.filter(({ kind }) => kind === 'scalar' || kind === 'enum');
    return [[field.name, '__typename', ...plain.map(({ name }) => name)] as Selection];
  });
}

/** The least that names an entity: its title, or where it has none, what it links and says. */
export function labelSelection(shape: Shape, entity: Entity, deep: boolean): Selection[] {
  const parts = labelFields(entity).flatMap((field): Selection[] => {
    if (field.kind === 'scalar' || field.kind === 'enum') return [field.name];
    if (field.kind === 'value') {
      const inside = (shape.values.get(field.type) ?? []).map(({ name }) => name);
      if (!inside.includes('asPrinted')) return [];
      // Where it stands for the whole row, a quantity is shown with its bounds.
      return [[field.name, ...(inside.includes('low') ? inside : ['asPrinted'])]];
    }
    return deep ? [[field.name, ...labelSelection(shape, shape.entities.get(field.type)!, false)]] : [];
  });
  return ['__typename', 'id', ...(entity.keyed ? ['slug'] : []), ...parts];
}

/** The fields that name an entity, in the order they are read. */
export function labelFields(entity: Entity): Field[] {
  const scalars = (names: string[]) =>
    names.flatMap((name) => entity.fields.filter((field) => field.name === name && field.kind === 'scalar'));
  const person = scalars(NAMES);
  if (person.length === NAMES.length) return person;
  const title = scalars(TITLES);
  if (title[0]) return [title[0]];
  const telling = entity.fields.filter((field) => field.kind !== 'many' && !['id', 'citation'].includes(field.name));
  const [first, ...others] = telling.filter((field) => field.kind === 'one');
  const enums = telling.filter((field) => field.kind === 'enum').slice(0, 1);
  const values = telling.filter((field) => field.kind === 'value' || field.type.startsWith('Date')).slice(0, 1);
  const found = [...(first ? [first] : []), ...enums, ...others, ...values];
  return found.length > 0 ? found : telling.filter((field) => field.type === 'String').slice(0, 2);
}

export function manyOf(entity: Entity): Field[] {
  return entity.fields.filter((field) => field.kind === 'many');
}

function print(selection: Selection, indent = ''): string {
  if (typeof selection === 'string') return `${indent}${selection}\n`;
  const [head, ...body] = selection;
  return `${indent}${String(head)} {\n${body.map((each) => print(each, `${indent}  `)).join('')}${indent}}\n`;
}
