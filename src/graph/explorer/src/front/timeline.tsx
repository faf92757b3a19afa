// The funding timeline: a line for each company, a bar as long as the printed date is uncertain.
import { axisX, axisY, barX, gridX, text } from '@observablehq/plot';
import { useCallback, useMemo } from 'preact/hooks';
import { Chart } from './chart';
import { Message, Shown } from './messages';
import { asking } from './pages';
import { barsOf, type Event, type Happening, loadEvents, span } from './timeline-events';
import { useAnswer } from './use-answer';
import { useTitle } from './use-title';
import { Dated } from './values';

const COLOUR: Record<Happening, string> = {
  round: 'var(--investor)',
  listing: 'var(--exchange)',
  acquisition: 'var(--company)',
};
const NAMES: Record<Happening, string> = { round: 'Funding round', listing: 'Listing', acquisition: 'Acquisition' };
const [LEFT, RIGHT] = [180, 110];

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
  const options = useCallback(
    (width: number) => {
      const domain = years ?? [new Date(), new Date()];
      const days = (domain[1].getTime() - domain[0].getTime()) / 86_400_000;
      const { bars, rows } = barsOf(events, (width - LEFT - RIGHT) / days);
      const company = new Map(rows.map((each) => [each.row, each.company]));
      return {
        height: 48 + rows.length * 30,
        marginLeft: LEFT,
        marginRight: RIGHT,
        marginTop: 30,
        x: { domain, type: 'utc' as const },
        y: { domain: rows.map(({ row }) => row), padding: 0.4, label: null },
        marks: [
          gridX({ stroke: 'var(--line)', strokeOpacity: 1 }),
          axisX({ anchor: 'top', tickSize: 0, label: null }),
          axisY({ tickFormat: (row: string) => company.get(row) ?? '', tickSize: 0, fontWeight: 600 }),
          barX(bars, { x1: 'start', x2: 'end', y: 'row', fill: ({ kind }) => COLOUR[kind as Happening], rx: 3 }),
          text(bars, { x: 'end', y: 'row', text: 'text', textAnchor: 'start', dx: 6, fill: 'var(--ink)' }),
        ],
      };
    },
    [events, years],
  );
  return (
    <>
      <p class="legend">
        {(Object.keys(NAMES) as Happening[]).map((kind) => (
          <span key={kind}>
            <span
              class={`dot ${{ round: 'investor', listing: 'exchange', acquisition: 'company' }[kind]}`}
              aria-hidden="true"
            />{' '}
            {NAMES[kind]}
          </span>
        ))}
      </p>
      {years && <Chart label="Timeline of funding rounds, listings and acquisitions" options={options} />}
      <EventTable events={events} />
    </>
  );
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
            <th scope="col">When</th>
            <th scope="col">Company</th>
            <th scope="col">What</th>
            <th scope="col">Amount</th>
          </tr>
        </thead>
        <tbody>
          {ordered.map(({ kind, page, date, company, companyPage, what, amount }) => (
            <tr key={page}>
              <td>{date ? <Dated date={date} /> : <span class="none">not said</span>}</td>
              <th scope="row">{companyPage ? <a href={companyPage}>{company}</a> : company}</th>
              <td>
                <a href={page}>
                  {NAMES[kind]}: {what}
                </a>
              </td>
              <td>{amount || <span class="none">not said</span>}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
