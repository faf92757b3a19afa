// The funding timeline: a line for each company, a bar as long as the printed date is uncertain.
import { axisX, axisY, barX, gridX, text } from '@observablehq/plot';
import { useCallback, useMemo } from 'preact/hooks';
import { Chart, measureLetters } from './chart';
import type { Tone } from './map/graph';
import { Swatch } from './map/swatch';
import { Message, Shown } from './messages';
import { asking } from './pages';
import { barsOf, type Event, type Happening, loadEvents, span } from './timeline-events';
import { useAnswer } from './use-answer';
import { useTitle } from './use-title';
import { Dated } from './values';

const TONE: Record<Happening, Tone> = { round: 'green', listing: 'orange', acquisition: 'pink' };
const NAMES: Record<Happening, string> = { round: 'Funding round', listing: 'Listing', acquisition: 'Acquisition' };
const NARROW = 640; // pixels; on such a screen a company's name stands above its bars

export function Timeline() {
  useTitle('Timeline');
  const answer = useAnswer('timeline', asking(loadEvents));
  return (
    <section>
      <header>
        <h1>Who raised what, and when</h1>
        <p class="lead">
          Each bar runs from the first day that the printed date may mean to the last: “late 2014” is a bar of three
          months, “July 2013” of one.
        </p>
      </header>
      <Shown answer={answer}>
        {(events) =>
          events.length === 0 ? <Message tone="calm" title="Nothing happened yet." /> : <Drawn events={events} />
        }
      </Shown>
    </section>
  );
}

function Drawn({ events }: { events: Event[] }) {
  const years = useMemo(() => span(events), [events]);
  const options = useCallback((width: number) => drawing(events, years!, width), [events, years]);
  return (
    <>
      <p class="legend">
        {(Object.keys(NAMES) as Happening[]).map((kind) => (
          <span key={kind}>
            <Swatch look={{ tone: TONE[kind] }} /> {NAMES[kind]}
          </span>
        ))}
      </p>
      {years && <Chart label="Timeline of funding rounds, listings and acquisitions" options={options} />}
      <EventTable events={events} />
    </>
  );
}

function drawing(events: Event[], domain: [Date, Date], width: number) {
  const above = width < NARROW;
  const [left, right] = above ? [4, 8] : [180, 60];
  const days = (domain[1].getTime() - domain[0].getTime()) / 86_400_000;
  const scale = {
    first: domain[0].getTime(),
    pixelsPerDay: (width - left - right) / days,
    width: width - left,
    above,
    measure: measureLetters,
  };
  const { bars, rows } = barsOf(events, scale);
  const company = new Map(rows.map((each) => [each.row, each.company]));
  const named = rows.filter((each) => each.company);
  const words = (side: string, dx: number) =>
    text(
      bars.filter((bar) => bar.side === side),
      {
        x: side === 'left' ? 'start' : 'end',
        y: 'row',
        text: 'text',
        textAnchor: side === 'left' ? ('end' as const) : ('start' as const),
        dx,
        fill: 'var(--ink)',
        stroke: 'var(--card)',
        strokeWidth: 4,
      },
    );
  return {
    height: 40 + rows.length * 28,
    marginLeft: left,
    marginRight: right,
    marginTop: 28,
    marginBottom: 8,
    x: { domain, type: 'utc' as const },
    y: { axis: null, domain: rows.map(({ row }) => row), padding: 0.36, label: null },
    marks: [
      gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: above ? 4 : 10 }),
      axisX({ anchor: 'top', tickSize: 0, label: null, ticks: above ? 4 : 10 }),
      above
        ? text(named, { x: () => domain[0], y: 'row', text: 'company', textAnchor: 'start', fontWeight: 600, dy: 4 })
        : axisY({ tickFormat: (row: string) => company.get(row) ?? '', tickSize: 0, fontWeight: 600 }),
      barX(bars, { x1: 'start', x2: 'end', y: 'row', fill: ({ kind }) => `var(--${TONE[kind as Happening]})`, rx: 2 }),
      words('right', 6),
      words('left', -6),
    ],
  };
}

function EventTable({ events }: { events: Event[] }) {
  const ordered = events.toSorted((one, other) =>
    (one.date?.earliest ?? '9') < (other.date?.earliest ?? '9') ? -1 : 1,
  );
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Events">
      <table>
        <thead>
          <tr>
            <th scope="col">Company</th>
            <th scope="col">When</th>
            <th scope="col">What</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {ordered.map(({ kind, page, date, company, companyPage, what, amount }) => (
            <tr key={page}>
              <th scope="row">{companyPage ? <a href={companyPage}>{company}</a> : company}</th>
              <td data-label="When">{date ? <Dated date={date} /> : <span class="none">not said</span>}</td>
              <td data-label="What">
                <a href={page}>
                  {NAMES[kind]}: {what}
                </a>
              </td>
              <td data-label="Amount">{amount || <span class="none">not said</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
