// What a map is made of, whatever the dataset: dots with a role, ties with a kind, and how each looks.

/** The colours of tokens.css that tell roles and kinds apart. */
export const TONES = ['blue', 'pink', 'green', 'orange', 'slate', 'sand', 'grey'] as const;
export type Tone = (typeof TONES)[number];

type Look = { name: string; label: string; tone: Tone };

/** `column` runs from -1, the left side, to 1; a quiet role only gathers others, and goes without a tie of its own. */
export type Role = Look & { column: number; shape: 'round' | 'square' | 'diamond'; quiet: boolean; strong: boolean };
export type Kind = Look & { dash: number[]; strong: boolean; weight: number };

export type Dot = { id: string; label: string; role: Role; page: string | undefined };
export type Tie = {
  from: Dot;
  to: Dot;
  kind: Kind;
  what: string;
  detail: string;
  when: string;
  page: string | undefined;
};

/** `hidden` are the names of roles and kinds that are not shown until one asks; `cut` what was too long to fetch. */
export type Graph = { dots: Dot[]; ties: Tie[]; roles: Role[]; kinds: Kind[]; hidden: string[]; cut: string[] };

export function roleOf(name: string, label: string, tone: Tone, column: number, rest: Partial<Role> = {}): Role {
  return { name, label, tone, column, shape: 'round', quiet: false, strong: false, ...rest };
}

export function kindOf(name: string, label: string, tone: Tone, rest: Partial<Kind> = {}): Kind {
  return { name, label, tone, dash: [], strong: false, weight: 1, ...rest };
}

/** Only the roles and kinds that are there, so that nobody chooses among what is not. */
export function used(graph: Omit<Graph, 'cut'> & { cut?: string[] }): Graph {
  const roles = new Set(graph.dots.map(({ role }) => role));
  const kinds = new Set(graph.ties.map(({ kind }) => kind));
  return {
    cut: [],
    ...graph,
    roles: graph.roles.filter((role) => roles.has(role)),
    kinds: graph.kinds.filter((kind) => kinds.has(kind)),
  };
}
