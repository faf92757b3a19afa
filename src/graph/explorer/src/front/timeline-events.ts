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
export type Bar = { row: string; kind: Happening; start: Date; end: Date; text: string };

const DAY = 86_400_000;

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

/** A bar from the first day that the print may mean to the last; what happened at once shares a bar. */
export function barsOf(
  events: Event[],
  pixelsPerDay: number,
): { bars: Bar[]; rows: { row: string; company: string }[] } {
  const rows: { row: string; company: string }[] = [];
  const bars: Bar[] = [];
  for (const [company, all] of byCompany(events)) {
    const lanes: number[] = []; // where each lane is free again
    for (const event of together(all)) {
      const start = Date.parse(event.date!.earliest!);
      const end = Date.parse(event.date!.latest!) + DAY;
      const text = [event.what, event.amount].filter(Boolean).join(' · ');
      const taken = end + ((text.length * 6.6 + 16) / pixelsPerDay) * DAY;
      const free = lanes.findIndex((until) => until <= start);
      const lane = free >= 0 ? free : lanes.length;
      lanes[lane] = taken;
      bars.push({ row: `${company} ${lane}`, kind: event.kind, start: new Date(start), end: new Date(end), text });
    }
    rows.push(...lanes.map((_, lane) => ({ row: `${company} ${lane}`, company: lane === 0 ? company : '' })));
  }
  return { bars, rows };
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
