// What the explorer knows beyond the schema: how fields that several datasets share are best shown.

/** A field of one of these names says what its entity is called. */
export const TITLES = ['name', 'label', 'title', 'text', 'locator'];

/** Fields that the page shows in its own way: as heading, address or mark. */
export const SHOWN_ELSEWHERE = new Set(['id', 'slug', 'citation', '__typename']);

/** Links that a row carries along: without them a facility has no area and a figure no explanation. */
export const CARRIED = ['figures', 'discrepancies'];

export type Citation = {
  id: string;
  locator?: string;
  asPrinted?: string | null;
  basis?: string;
  note?: string | null;
  source?: { id: string; title?: string; publisher?: string | null; uri?: string | null } | null;
};

export type Quantity = {
  asPrinted: string;
  low: string | null;
  high: string | null;
  qualifier?: string;
  unit?: string;
  currency?: string | null;
};

export type PartialDate = { asPrinted: string; earliest: string | null; latest: string | null; precision?: string };

/** FUNDS_RAISED and fundsRaised both read "Funds raised". */
export function humanize(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .replace(/\bfte\b/, 'FTE')
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const PREFIX: Record<string, string> = { MORE_THAN: 'more than ', ABOUT: 'about ', LESS_THAN: 'less than ' };
const UNITS: Record<string, string> = { m2: 'm²', percent: '%' };

/** A quantity in words and short figures: more than €90M, 250 m². Empty where nothing but the print is known. */
export function readQuantity(quantity: Quantity): string {
  const { low, high, currency, unit, qualifier = '' } = quantity;
  const bound = low ?? high;
  if (bound === null) return '';
  const number = (value: string) => shortNumber(Number(value), currency);
  const range = low !== null && high !== null && low !== high ? `${number(low)} – ${number(high)}` : number(bound);
  const named = currency || !unit ? '' : ` ${UNITS[unit] ?? unit}`;
  return `${PREFIX[qualifier] ?? ''}${range}${named}`;
}

export function shortNumber(value: number, currency?: string | null): string {
  return new Intl.NumberFormat('en', {
    ...(currency ? { style: 'currency', currency } : {}),
    ...(Math.abs(value) >= 1e5 ? { notation: 'compact' } : {}),
    maximumFractionDigits: 2,
    minimumFractionDigits: 0,
  }).format(value);
}

/** The days that a printed date may mean; empty where a year or month says it itself. */
export function readDate(date: PartialDate): string {
  const { earliest, latest, precision } = date;
  if (!earliest && !latest) return '';
  if (['DAY', 'MONTH', 'YEAR'].includes(precision ?? '') && /\d/.test(date.asPrinted)) return '';
  if (earliest === latest) return earliest ?? '';
  return `${earliest ?? '…'} – ${latest ?? '…'}`;
}
