// What happened to which company, and when as far as it is printed. Out: events, laid in lanes.
import { ACQUISITIONS, LISTINGS, ROUNDS } from './documents';
import type { PartialDate } from './known';
import { everyNode } from './pages';
import { addressOf } from './route';

export type Happening = 'round' | 'listing' | 'acquisition';
export type Event = {
  kind: Happening;
  company: string;
  companyPage: string;
  what: string;
  amount: string;
  date: PartialDate | null;
  page: string;
};
export type Bar = { row: string; kind: Happening; start: Date; end: Date; text: string; side: 'left' | 'right' };

const DAY = 86_400_000;
const GAP = 12; // pixels between a bar and its words, and after them

export async function loadEvents(signal: AbortSignal): Promise<Event[]> {
  const [rounds, listings, acquisitions] = await Promise.all([
    everyNode(ROUNDS, (data) => data.fundingRounds, signal),
    everyNode(LISTINGS, (data) => data.listings, signal),
    everyNode(ACQUISITIONS, (data) => data.acquisitions, signal),
  ]);
  const of = (company: { slug: string; name: string } | null) => ({
    company: company?.name ?? 'not said',
    companyPage: company ? addressOf(['company', company.slug]) : '',
  });
  return [
    ...rounds.map(({ id, label, amount, closed, company }): Event => {
      const page = addressOf(['fundingRound', id]);
      return { kind: 'round', ...of(company), what: label, amount: amount?.asPrinted ?? '', date: closed, page };
    }),
    ...listings.map(({ id, exchange, amount, listed, company }): Event => {
      const [what, page] = [exchange?.name ?? 'an exchange', addressOf(['listing', id])];
      return { kind: 'listing', ...of(company), what, amount: amount?.asPrinted ?? '', date: listed, page };
    }),
    ...acquisitions.map(({ id, target, targetText, price, closed, acquirer }): Event => {
      const what = `acquired ${target?.name ?? targetText ?? 'not said'}`;
      const page = addressOf(['acquisition', id]);
      return { kind: 'acquisition', ...of(acquirer), what, amount: price?.asPrinted ?? '', date: closed, page };
    }),
  ];
}

export type Lanes = { bars: Bar[]; rows: { row: string; company: string }[] };

/** How wide the picture is: days from `first` on, pixels for each, and where the names of the companies stand. */
export type Scale = {
  first: number;
  pixelsPerDay: number;
  width: number;
  above: boolean;
  measure: (text: string) => number; // pixels
};

/** A bar from the first day that the print may mean to the last; what happened at once shares a bar. */
export function barsOf(events: Event[], scale: Scale): Lanes {
  const rows: Lanes['rows'] = [];
  const bars: Bar[] = [];
  for (const [company, all] of byCompany(events)) {
    const lanes: [number, number][][] = []; // what of each lane is taken, in pixels
    if (scale.above) rows.push({ row: `${company} name`, company });
    for (const event of together(all)) {
      const bar = barOf(event, scale);
      const free = lanes.findIndex((lane) => lane.every(([from, to]) => to < bar.from || from > bar.to));
      const lane = free >= 0 ? free : lanes.push([]) - 1;
      lanes[lane]!.push([bar.from, bar.to]);
      bars.push({ ...bar, row: `${company} ${lane}`, kind: event.kind });
    }
    const named = (lane: number) => (lane === 0 && !scale.above ? company : '');
    rows.push(...lanes.map((_, lane) => ({ row: `${company} ${lane}`, company: named(lane) })));
  }
  return { bars, rows };
}

// Its words stand to its right; where they would be cut off there, to its left; where neither has room, they are shortened.
function barOf(event: Event, { first, pixelsPerDay, width, measure }: Scale) {
  const start = Date.parse(event.date!.earliest!);
  const end = Date.parse(event.date!.latest!) + DAY;
  const [left, right] = [start, end].map((day) => ((day - first) / DAY) * pixelsPerDay) as [number, number];
  const said = [event.what, event.amount].filter(Boolean).join(' · ');
  const wide = measure(said) + GAP;
  const side = right + wide <= width || width - right > left ? 'right' : 'left';
  const room = side === 'right' ? width - right : left;
  const text = shorten(said, room - GAP, measure);
  const words = Math.min(wide, room);
  const [from, to] = side === 'left' ? [left - words, right + 6] : [left, right + words];
  return { start: new Date(start), end: new Date(end), text, side, from, to } as const;
}

function shorten(text: string, room: number, measure: Scale['measure']): string {
  if (measure(text) <= room) return text;
  let kept = text.length - 1;
  while (kept > 1 && measure(`${text.slice(0, kept)}…`) > room) kept -= 1;
  return `${text.slice(0, kept).trimEnd()}…`;
}

const dated = ({ date }: Event) => Boolean(date?.earliest && date.latest);

// Companies in the order of what happened to them first.
function byCompany(events: Event[]): Map<string, Event[]> {
  const ordered = events.filter(dated).sort((one, other) => (one.date!.earliest! < other.date!.earliest! ? -1 : 1));
  const groups = new Map<string, Event[]>();
  for (const event of ordered) groups.set(event.company, [...(groups.get(event.company) ?? []), event]);
  return groups;
}

function together(events: Event[]): Event[] {
  const merged = new Map<string, Event>();
  for (const event of events) {
    const key = `${event.kind} ${event.date!.earliest} ${event.date!.latest}`;
    const before = merged.get(key);
    merged.set(key, before ? { ...before, what: `${before.what}, ${event.what}` } : event);
  }
  return [...merged.values()];
}

/** First and last day of all bars, in whole years. */
export function span(events: Event[]): [Date, Date] | undefined {
  const years = events
    .filter(dated)
    .flatMap(({ date }) => [date!.earliest!, date!.latest!].map((day) => Number(day.slice(0, 4))));
  if (years.length === 0) return undefined;
  return [new Date(Date.UTC(Math.min(...years), 0)), new Date(Date.UTC(Math.max(...years) + 1, 0))];
}
