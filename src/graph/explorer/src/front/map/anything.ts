// Any dataset as a graph. In: the shape, and the server's answers. Out: a dot for each row, a tie for each link.
import { humanize } from '../known';
import { labelOf, pageOf, type Row } from '../labels';
import { everyNode } from '../pages';
import { mapOperation } from '../selections';
import type { Entity, Field, Shape } from '../shape';
import { type Dot, type Graph, type Kind, kindOf, type Role, roleOf, type Tie, TONES, used } from './graph';

const MOST = 1500; // rows of one type

type Node = Row & { [link: string]: { id: string } | { nodes: { id: string }[] } | null };
type Answered = Record<string, { pageInfo: { hasNextPage: boolean; endCursor: string | null }; nodes: Node[] }>;

/** The types that have rows of their own, an interface among them left out. */
export function mapped(shape: Shape): Entity[] {
  return [...shape.entities.values()].filter(({ many, name, concrete }) => many && concrete.includes(name));
}

/** The links to draw: to one; and of two that lead to many from both ends, the one met first. */
export function drawnLinks(shape: Shape): Map<Entity, Field[]> {
  const seen = new Set<string>();
  return new Map(
    mapped(shape).map((entity) => {
      const links = entity.fields.filter((field) => isDrawn(shape, entity, field, seen));
      seen.add(entity.name);
      return [entity, links];
    }),
  );
}

function isDrawn(shape: Shape, entity: Entity, { kind, type }: Field, seen: ReadonlySet<string>): boolean {
  const target = shape.entities.get(type);
  if (!target || (kind !== 'one' && kind !== 'many')) return false;
  if (kind === 'one') return true;
  const leadsBack = target.fields.some((field) => field.kind === 'one' && field.type === entity.name);
  return !leadsBack && !seen.has(target.name);
}

type Fetched = { entity: Entity; fields: Field[]; nodes: Node[] };

export async function loadAnything(shape: Shape, signal: AbortSignal): Promise<Graph> {
  const links = drawnLinks(shape);
  const fetched = await Promise.all([...links].map(([entity, fields]) => fetchNodes(shape, entity, fields, signal)));
  const roles = rolesOf(shape, [...links.keys()]);
  const dots = new Map<string, Dot>();
  for (const { entity, nodes } of fetched) {
    const role = roles.get(entity.name)!;
    for (const row of nodes) {
      dots.set(row.id!, { id: row.id!, label: labelOf(shape, row), role, page: pageOf(shape, row) });
    }
  }
  const tied = fetched.flatMap(({ entity, fields, nodes }) =>
    fields.map((field) => tiesOf(entity, field, nodes, dots, roles)),
  );
  const cut = fetched.filter(({ nodes }) => nodes.length >= MOST).map(({ entity }) => humanize(entity.many!));
  const kinds = tied.map(({ kind }) => kind);
  const ties = tied.flatMap((each) => each.ties);
  return used({ dots: [...dots.values()], ties, roles: [...roles.values()], kinds, hidden: [], cut });
}

async function fetchNodes(shape: Shape, entity: Entity, fields: Field[], signal: AbortSignal): Promise<Fetched> {
  const pick = (data: Answered) => data[entity.many!] ?? null;
  return { entity, fields, nodes: await everyNode(mapOperation(shape, entity, fields), pick, signal, MOST) };
}

function tiesOf(
  entity: Entity,
  field: Field,
  nodes: Node[],
  dots: Map<string, Dot>,
  roles: Map<string, Role>,
): { kind: Kind; ties: Tie[] } {
  const what = humanize(field.name).toLowerCase();
  const { tone } = roles.get(field.type) ?? roles.get(entity.name)!;
  const kind = kindOf(`${entity.name}.${field.name}`, `${humanize(entity.name)}: ${what}`, tone);
  const ties = nodes.flatMap((row) =>
    endsOf(row[field.name]).flatMap((end): Tie[] => {
      const [from, to] = [dots.get(row.id!), dots.get(end)];
      return from && to ? [{ from, to, kind, what, detail: '', when: '', page: from.page }] : [];
    }),
  );
  return { kind, ties };
}

function endsOf(linked: Node[string] | undefined): string[] {
  if (!linked) return [];
  return 'nodes' in linked ? linked.nodes.map(({ id }) => id) : [linked.id];
}

// What others belong to stands on the left: each type one step to the right of what it leads to.
function rolesOf(shape: Shape, entities: Entity[]): Map<string, Role> {
  const depths = new Map(entities.map((entity) => [entity.name, depthOf(shape, entity, new Set())]));
  const deepest = Math.max(1, ...depths.values());
  return new Map(
    entities.map(({ name }, index) => {
      const column = (depths.get(name)! / deepest) * 1.8 - 0.9;
      return [name, roleOf(name, humanize(name), TONES[index % TONES.length]!, column)];
    }),
  );
}

function depthOf(shape: Shape, entity: Entity, above: ReadonlySet<string>): number {
  const within = new Set([...above, entity.name]);
  const next = entity.fields
    .filter(({ kind, type }) => kind === 'one' && !within.has(type))
    .flatMap(({ type }) => shape.entities.get(type) ?? []);
  return next.length === 0 ? 0 : 1 + Math.max(...next.map((each) => depthOf(shape, each, within)));
}
