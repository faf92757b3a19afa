// Funds against people and against area. A bound is drawn as one: ">90" is an arrow, planned area a hollow dot.
import { arrow, axisX, axisY, dot, gridX, gridY, link, text } from '@observablehq/plot';
import { useCallback } from 'preact/hooks';
import { Chart } from './chart';
import { shortNumber } from './known';
import { Message, Shown } from './messages';
import { asking } from './pages';
import { loadPoints, type Point } from './plots-data';
import { useAnswer } from './use-answer';
import { useTitle } from './use-title';

export function Plots() {
  useTitle('Plots');
  const answer = useAnswer('plots', asking(loadPoints));
  return (
    <section>
      <header>
        <h1>What the money became</h1>
        <p class="lead">
          Funds raised against people employed and area occupied. An arrow means that more than the printed value was
          raised; a hollow dot is the area once everything planned stands.
        </p>
      </header>
      <Shown answer={answer}>
        {(points) =>
          points.length === 0 ? <Message tone="calm" title="No figures yet." /> : <Drawn points={points} />
        }
      </Shown>
    </section>
  );
}

function Drawn({ points }: { points: Point[] }) {
  const people = useCallback((width: number) => against(points, 'people', 'Full-time equivalents', width), [points]);
  const area = useCallback((width: number) => against(points, 'area', 'Area, m²', width), [points]);
  return (
    <>
      <div class="pair">
        <figure>
          <figcaption>Funds and people</figcaption>
          <Chart label="Funds raised against people employed" options={people} />
        </figure>
        <figure>
          <figcaption>Funds and area</figcaption>
          <Chart label="Funds raised against area occupied" options={area} />
        </figure>
      </div>
      <Undrawn points={points} />
      <PointTable points={points} />
    </>
  );
}

// A figure that several share, or that nobody printed, is no point.
function Undrawn({ points }: { points: Point[] }) {
  const without = points.filter(({ funds }) => funds === undefined).map(({ name }) => name);
  if (without.length === 0) return null;
  return <p class="quiet undrawn">Not drawn, since no funds of their own are printed: {without.join(', ')}.</p>;
}

function against(points: Point[], measure: 'people' | 'area', label: string, width: number) {
  const drawn = points.filter((point) => point.funds !== undefined && point[measure] !== undefined);
  const most = Math.max(...drawn.map(({ funds }) => funds!)) * 1.18;
  const grown = measure === 'area' ? drawn.filter(({ planned }) => planned !== undefined) : [];
  const open = drawn.filter((point) => point.open);
  return {
    height: Math.min(420, width * 0.7),
    marginLeft: 52,
    marginRight: 36,
    marginTop: 34,
    marginBottom: 44,
    x: { domain: [0, most], label: 'Funds raised, EUR' },
    y: {
      domain: [0, Math.max(...drawn.map((point) => point[measure]!), ...grown.map(({ planned }) => planned!)) * 1.1],
    },
    marks: [
      gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 6 }),
      axisX({ tickFormat: (value: number) => shortNumber(value), ticks: 5, tickSize: 0 }),
      axisY({ label, tickSize: 0, ticks: 6, labelArrow: 'none' }),
      arrow(open, {
        x1: 'funds',
        x2: () => most,
        y1: measure,
        y2: measure,
        stroke: 'var(--company)',
        strokeOpacity: 0.55,
      }),
      link(grown, {
        x1: 'funds',
        x2: 'funds',
        y1: 'area',
        y2: 'planned',
        stroke: 'var(--company)',
        strokeDasharray: '3 3',
      }),
      dot(grown, { x: 'funds', y: 'planned', r: 6, stroke: 'var(--company)', fill: 'var(--card)', strokeWidth: 1.6 }),
      dot(drawn, { x: 'funds', y: measure, r: 6, fill: 'var(--company)' }),
      text(drawn, {
        x: 'funds',
        y: measure,
        text: 'name',
        dy: -15,
        fill: 'var(--ink)',
        stroke: 'var(--card)',
        strokeWidth: 4,
      }),
    ],
  };
}

function PointTable({ points }: { points: Point[] }) {
  const columns = { funds: 'Funds raised, EUR m', people: 'People', area: 'Area, m²', planned: 'Planned, m²' } as const;
  const names = Object.keys(columns) as (keyof typeof columns)[];
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label="Figures as printed">
      <table>
        <caption>As printed</caption>
        <thead>
          <tr>
            <th scope="col">Company</th>
            {names.map((name) => (
              <th key={name} scope="col">
                {columns[name]}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {points.map(({ name, page, printed }) => (
            <tr key={page}>
              <th scope="row">
                <a href={page}>{name}</a>
              </th>
              {names.map((column) => (
                <td key={column}>{printed[column] || <span class="none">not said</span>}</td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
