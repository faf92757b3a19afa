// What of a graph is on the map: roles and kinds that are not hidden, and of a large graph its best-tied part.
import type { Dot, Graph, Tie } from './graph';

export const READABLE = 1500; // dots; above this a whole graph is a hairball
const BEST = 400;

export type View = { dots: Dot[]; ties: Tie[]; left: number };

/** What remains; of too many dots the best-tied ones, or with `around` the neighbourhood of one dot. */
export function viewOf(whole: Graph, hidden: ReadonlySet<string>, around: string | undefined, all: boolean): View {
  const open = whole.ties.filter(
    ({ kind, from, to }) => !hidden.has(kind.name) && !hidden.has(from.role.name) && !hidden.has(to.role.name),
  );
  const tied = new Set(open.flatMap(({ from, to }) => [from.id, to.id]));
  const organizations = whole.dots.filter(({ role }) => !hidden.has(role.name));
  const dots = organizations.filter(({ id, role }) => tied.has(id) || !role.quiet);
  if (dots.length <= READABLE || all) return { dots, ties: open, left: 0 };
  const kept = around ? neighbourhood(open, around) : bestTied(open);
  const ties = open.filter(({ from, to }) => kept.has(from.id) && kept.has(to.id));
  const shown = dots.filter(({ id }) => kept.has(id));
  return { dots: shown, ties, left: dots.length - shown.length };
}

export function degrees(ties: Tie[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const { from, to } of ties) {
    counts.set(from.id, (counts.get(from.id) ?? 0) + 1);
    counts.set(to.id, (counts.get(to.id) ?? 0) + 1);
  }
  return counts;
}

function bestTied(ties: Tie[]): Set<string> {
  const ordered = [...degrees(ties)].sort(([, one], [, other]) => other - one);
  return new Set(ordered.slice(0, BEST).map(([id]) => id));
}

// Two steps away, as far as that stays readable.
function neighbourhood(ties: Tie[], start: string): Set<string> {
  const near = new Set([start]);
  for (const _ of [1, 2]) {
    for (const id of [...near]) {
      for (const { from, to } of ties) {
        if (near.size >= BEST) return near;
        if (from.id === id) near.add(to.id);
        if (to.id === id) near.add(from.id);
      }
    }
  }
  return near;
}
