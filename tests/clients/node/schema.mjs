// What caches must know of a schema, read from /schema.graphql when a client is built.
import { buildSchema, isAbstractType, isObjectType } from 'graphql';

export async function readSchema(server) {
  const answer = await fetch(`${server}/schema.graphql`);
  return buildSchema(await answer.text());
}

// Interfaces and unions with the types behind them: { Node: ['Company', …], Organization: [… ] }.
export function possibleTypes(schema) {
  const abstract = Object.values(schema.getTypeMap()).filter(isAbstractType);
  return Object.fromEntries(
    abstract.map((type) => [type.name, schema.getPossibleTypes(type).map(({ name }) => name)]),
  );
}

// Types that are parts of what they are found in: values, connections, edges, aggregates.
export function typesWithoutId(schema) {
  const roots = [schema.getQueryType(), schema.getSubscriptionType()];
  const objects = Object.values(schema.getTypeMap()).filter(isObjectType);
  return objects
    .filter((type) => !type.name.startsWith('__') && !roots.includes(type) && !type.getFields().id)
    .map(({ name }) => name);
}
