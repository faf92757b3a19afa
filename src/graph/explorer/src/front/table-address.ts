// A table's address and what it asks of the server: order, words, and a window between cursors.
import { addressOf, type Route } from './route';
import { labelFields } from './selections';
import type { Entity, Field, Shape } from './shape';

type Window = { first?: number; after?: string; last?: number; before?: string };
export type Page = { sort: string; text: string; size: number; window: Window };

const SIZE = 25;

export function readPage({ parameters }: Route): Page {
  const size = Math.min(500, Math.max(1, Number(parameters.get('rows')) || SIZE));
  const after = parameters.get('after');
  const before = parameters.get('before');
  const window = before ? { last: size, before } : after ? { first: size, after } : { first: size };
  return { sort: parameters.get('sort') ?? '', text: parameters.get('text') ?? '', size, window };
}

export function writePage(entity: Entity, { sort, text, size, window }: Page): string {
  const rows = size === SIZE ? undefined : String(size);
  return addressOf(['table', entity.many!], { sort, text, rows, after: window.after, before: window.before });
}

/** The path that a column sorts by: name, founded.earliest, company.name; none where it cannot be sorted. */
export function sortKey(shape: Shape, field: Field): string | undefined {
  if (field.kind === 'enum' || (field.kind === 'scalar' && field.type !== 'JSON')) return field.name;
  if (field.kind === 'value') {
    const inside = shape.values.get(field.type) ?? [];
    const found = ['earliest', 'low'].find((name) => inside.some((each) => each.name === name)) ?? inside[0]?.name;
    return found && `${field.name}.${found}`;
  }
  const target = field.kind === 'one' ? shape.entities.get(field.type) : undefined;
  const label = target && labelFields(target)[0];
  return label?.kind === 'scalar' ? `${field.name}.${label.name}` : undefined;
}

/** The variables `where` and `orderBy`; `founded.earliest:ASC` is `[{ founded: { earliest: ASC } }]`. */
export function filterOf(shape: Shape, entity: Entity, { sort, text }: Page): { where?: object; orderBy?: object[] } {
  const [path = '', direction] = sort.split(':');
  const known = entity.fields.some((field) => sortKey(shape, field) === path);
  const orderBy = known
    ? [path.split('.').reduceRight<object | string>((inner, name) => ({ [name]: inner }), direction ?? 'ASC') as object]
    : undefined;
  const words = text.split(/\s+/).filter(Boolean);
  const where = words.length > 0 ? { and: words.map((word) => ({ or: holding(shape, entity, word) })) } : undefined;
  return { where, orderBy };
}

// Every text that holds a word: the entity's own, and the names of what it belongs to.
function holding(shape: Shape, entity: Entity, word: string): object[] {
  const contains = { contains: word, ignoreCase: true };
  return entity.fields.flatMap((field): object[] => {
    if (field.kind === 'scalar' && field.type === 'String') return [{ [field.name]: contains }];
    if (field.kind === 'value') {
      const printed = (shape.values.get(field.type) ?? []).some(({ name }) => name === 'asPrinted');
      return printed ? [{ [field.name]: { asPrinted: contains } }] : [];
    }
    const target = field.kind === 'one' && field.name !== 'citation' ? shape.entities.get(field.type) : undefined;
    const label = target && labelFields(target)[0];
    return label?.kind === 'scalar' && label.type === 'String' ? [{ [field.name]: { [label.name]: contains } }] : [];
  });
}
