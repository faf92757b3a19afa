// What the server serves, read from its own description. Out: entities, their fields and links, whatever the dataset.
// Never: names of one dataset; what is known of this one stands in `known.ts`.

type TypeReference = { kind: string; name: string | null; ofType: TypeReference | null };
type IntrospectedField = { name: string; description: string | null; type: TypeReference };
type IntrospectedType = {
  kind: string;
  name: string;
  description: string | null;
  fields: IntrospectedField[] | null;
  possibleTypes: { name: string }[] | null;
};
export type Introspection = { __schema: { types: IntrospectedType[] } };

export const INTROSPECTION = `query Shape {
  __schema {
    types {
      kind
      name
      description
      fields { name description type { ...Reference } }
      possibleTypes { name }
    }
  }
}
fragment Reference on __Type {
  kind
  name
  ofType { kind name ofType { kind name ofType { kind name } } }
}`;

/** scalar and enum hold a value; value is an object without an address; one and many lead to entities. */
export type Field = {
  name: string;
  description: string;
  kind: 'scalar' | 'enum' | 'value' | 'one' | 'many';
  type: string; // of the value, or of what the link leads to
  edge: Field[]; // of a many: what the link itself says
};

export type Entity = {
  name: string;
  description: string;
  fields: Field[];
  concrete: string[]; // itself, or the types of an interface
  one: string | undefined; // root field by id or slug
  many: string | undefined; // root field of all
  keyed: boolean; // has slugs
};

export type Shape = { entities: Map<string, Entity>; values: Map<string, Field[]>; searches: boolean };

export function readShape(data: Introspection): Shape {
  const types = new Map(data.__schema.types.map((type) => [type.name, type]));
  const roots = types.get('Query')?.fields ?? [];
  const nodes = new Set(types.get('Node')?.possibleTypes?.map((type) => type.name));
  const interfaces = data.__schema.types.filter(
    (type) =>
      type.kind === 'INTERFACE' && type.name !== 'Node' && type.possibleTypes?.every(({ name }) => nodes.has(name)),
  );
  for (const type of interfaces) nodes.add(type.name);

  const read = (field: IntrospectedField): Field[] => {
    const type = types.get(named(field.type))!;
    const plain = { name: field.name, description: field.description ?? '', edge: [] };
    if (type.kind === 'SCALAR') return [{ ...plain, kind: 'scalar', type: type.name }];
    if (type.kind === 'ENUM') return [{ ...plain, kind: 'enum', type: type.name }];
    if (nodes.has(type.name)) return [{ ...plain, kind: 'one', type: type.name }];
    const [edge, node] = edgeOf(type, types);
    if (edge && node) {
      const said = edge.filter(({ name }) => name !== 'cursor' && name !== 'node').flatMap(read);
      return [{ ...plain, kind: 'many', type: node, edge: said }];
    }
    return [{ ...plain, kind: 'value', type: type.name }];
  };

  const entities = new Map<string, Entity>();
  for (const name of nodes) {
    const type = types.get(name)!;
    const above = interfaces.find(({ possibleTypes }) => possibleTypes?.some((possible) => possible.name === name));
    const shared = new Set(above?.fields?.map((field) => field.name));
    // Which kind of organization a company is goes without saying; what only companies have is told first.
    const fields = (type.fields ?? [])
      .flatMap(read)
      .filter((field) => !(shared.has('type') && field.name === 'type'))
      .sort((one, other) => Number(shared.has(one.name)) - Number(shared.has(other.name)));
    entities.set(name, {
      name,
      description: type.description ?? '',
      fields,
      concrete: type.possibleTypes?.map((possible) => possible.name) ?? [name],
      one: roots.find((root) => root.type.name === name)?.name,
      many: roots.find((root) => edgeOf(types.get(named(root.type))!, types)[1] === name)?.name,
      keyed: fields.some((field) => field.name === 'slug'),
    });
  }
  const wanted = [...entities.values()].flatMap((entity) => entity.fields.filter((field) => field.kind === 'value'));
  const values = new Map(wanted.map(({ type }) => [type, (types.get(type)?.fields ?? []).flatMap(read)]));
  return { entities, values, searches: roots.some((root) => root.name === 'search') };
}

// A connection has edges that have a node.
function edgeOf(
  type: IntrospectedType,
  types: Map<string, IntrospectedType>,
): [IntrospectedField[] | undefined, string | undefined] {
  const edges = type.fields?.find((field) => field.name === 'edges');
  const edge = edges && types.get(named(edges.type))?.fields;
  const node = edge?.find((field) => field.name === 'node');
  return [edge ?? undefined, node && named(node.type)];
}

function named(type: TypeReference): string {
  return type.ofType ? named(type.ofType) : type.name!;
}

/** The entity with this root field, singular or plural. */
export function entityAt(shape: Shape, root: string | undefined): Entity | undefined {
  return [...shape.entities.values()].find((entity) => root && (entity.one === root || entity.many === root));
}
