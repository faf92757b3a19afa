// What a node is called and where its page is. In: the shape, a node as it was answered.
import { humanize, type Quantity, readQuantity, SHOWN_ELSEWHERE } from './known';
import { addressOf } from './route';
import { labelFields } from './selections';
import type { Entity, Shape } from './shape';

export type Row = { __typename?: string; id?: string; slug?: string; [field: string]: unknown };

export function entityOf(shape: Shape, row: Row): Entity | undefined {
  return row.__typename ? shape.entities.get(row.__typename) : undefined;
}

/** The name of a row; on the page of what it belongs to, without that one's name. */
export function labelOf(shape: Shape, row: Row, owner?: string): string {
  const entity = entityOf(shape, row);
  const fields = entity ? labelFields(entity) : [];
  const parts = fields
    .filter(({ name }) => fields.length === 1 || !owner || (row[name] as Row | null)?.id !== owner)
    .map((field) => textOf(shape, row[field.name], field.kind === 'enum'));
  const found = parts.filter(Boolean);
  if (found.length > 0) return found.join(fields.every(({ type }) => type === 'String') ? ' ' : ' · ');
  return [humanize(row.__typename ?? ''), firstText(shape, row)].filter(Boolean).join(' · ');
}

// Of a node without a name: whatever it says first, else its id.
function firstText(shape: Shape, row: Row): string {
  const told = entityOf(shape, row)?.fields.filter(({ kind, name }) => kind !== 'many' && !SHOWN_ELSEWHERE.has(name));
  const texts = told?.map(({ name, kind }) => textOf(shape, row[name], kind === 'enum'));
  return texts?.find((text) => text !== '') ?? row.id ?? '';
}

/** A value as one line of plain text. */
export function textOf(shape: Shape, value: unknown, isEnum = false): string {
  if (value === null || value === undefined) return '';
  if (typeof value !== 'object') return isEnum ? humanize(String(value)) : readMoment(String(value));
  if (Array.isArray(value)) return value.map((each) => textOf(shape, each)).join(', ');
  const row = value as Row;
  if (row.__typename) return labelOf(shape, row);
  if (typeof row.asPrinted === 'string') return row.asPrinted || readQuantity(row as unknown as Quantity);
  return Object.values(row)
    .map((each) => textOf(shape, each))
    .filter(Boolean)
    .join(' ');
}

// 2021-03-04T00:00:00 is a day; other moments lose only their T.
function readMoment(text: string): string {
  return text.replace(/^(\d{4}-\d\d-\d\d)T00:00:00(\.0+)?Z?$/, '$1').replace(/^(\d{4}-\d\d-\d\d)T(?=\d)/, '$1 ');
}

/** The address of a node's page, where its type has one. */
export function pageOf(shape: Shape, row: Row): string | undefined {
  const entity = entityOf(shape, row);
  const key = entity?.keyed ? row.slug : row.id;
  return entity?.one && key ? addressOf([entity.one, key]) : undefined;
}
