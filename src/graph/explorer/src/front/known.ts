// What the explorer knows beyond the schema: how fields that several datasets share are best shown.

/** A field of one of these names says what its entity is called. */
export const TITLES = ['name', 'label', 'title', 'text', 'locator'];

/** Fields that together say what a person is called. */
export const NAMES = ['firstName', 'lastName'];

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

const ACRONYMS = /\b(fte|id|iso|ror|uri|url)\b/g;

/** FUNDS_RAISED and fundsRaised both read "Funds raised". */
export function humanize(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replaceAll('_', ' ')
    .toLowerCase()
    .replaceAll(ACRONYMS, (letters) => letters.toUpperCase())
    .trim();
  return words.charAt(0).toUpperCase() + words.slice(1);
}

const PREFIX: Record<string, string> = { MORE_THAN: 'more than ', ABOUT: 'about ', LESS_THAN: 'less than ' };
const UNITS: Record<string, string> = { m2: 'm²', percent: '%' };

/** A quantity in words and short figures: more than €90M, 250 m². Empty where nothing but the print is known. */
export function readQuantity(quantity: Quantity): string {
  const range = rangeOf(quantity);
  return range && `${PREFIX[quantity.qualifier ?? ''] ?? ''}${range}${unitOf(quantity)}`;
}

/** What the print leaves open: "m²" beside "250", "more than €90M" beside ">90", nothing beside "73%". */
export function readBeside(quantity: Quantity): string {
  const [printed, range, read] = [quantity.asPrinted, rangeOf(quantity), readQuantity(quantity)].map(plain);
  if (!printed || !read || printed === read || printed === spelled(read)) return '';
  return printed.endsWith(range!) ? unitOf(quantity).trim() : readQuantity(quantity);
}

function rangeOf({ low, high, currency }: Quantity): string {
  const bound = low ?? high;
  if (bound === null) return '';
  const number = (value: string) => shortNumber(Number(value), currency);
  return low !== null && high !== null && low !== high ? `${number(low)} – ${number(high)}` : number(bound);
}

function unitOf({ currency, unit }: Quantity): string {
  return currency || !unit ? '' : ` ${UNITS[unit] ?? unit}`;
}

// "more than €400 million" says no less than "more than €400M".
const spelled = (text: string) => text.replace(/M$/, 'million').replace(/B$/, 'billion');

const plain = (text: string) => text.replaceAll(/[\s,]/g, '');

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
