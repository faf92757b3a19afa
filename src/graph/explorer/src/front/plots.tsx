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

type Drawable = Point & { x: number; y: number };

function against(points: Point[], measure: 'people' | 'area', label: string, width: number) {
  const drawn: Drawable[] = points.flatMap((point) => {
    const [x, y] = [point.funds, point[measure]];
    return x === undefined || y === undefined ? [] : [{ ...point, x, y }];
  });
  const most = Math.max(...drawn.map(({ x }) => x)) * 1.18;
  const grown = measure === 'area' ? drawn.filter(({ planned }) => planned !== undefined) : [];
  const top = Math.max(...drawn.map(({ y }) => y), ...grown.map(({ planned }) => planned!)) * 1.1;
  const open = drawn.filter((point) => point.open);
  const height = Math.min(420, Math.max(260, width * 0.7));
  const [colour, paper] = ['var(--pink)', 'var(--card)'];
  return {
    height,
    marginLeft: 44,
    marginRight: 36,
    marginTop: 34,
    marginBottom: 44,
    x: { domain: [0, most], label: 'Funds raised, EUR' },
    y: { domain: [0, top] },
    marks: [
      gridX({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 5 }),
      gridY({ stroke: 'var(--line)', strokeOpacity: 1, ticks: 6 }),
      axisX({ tickFormat: (value: number) => shortNumber(value), ticks: width < 480 ? 3 : 5, tickSize: 0 }),
      axisY({ label, tickSize: 0, ticks: 6, labelArrow: 'none' }),
      arrow(open, { x1: 'x', x2: () => most, y1: 'y', y2: 'y', stroke: colour, strokeOpacity: 0.55 }),
      link(grown, { x1: 'x', x2: 'x', y1: 'y', y2: 'planned', stroke: colour, strokeDasharray: '3 3' }),
      dot(grown, { x: 'x', y: 'planned', r: 6, stroke: colour, fill: paper, strokeWidth: 1.6 }),
      dot(drawn, { x: 'x', y: 'y', r: 6, fill: colour }),
      ...names(drawn, { width: width - 80, height: height - 78, most, top }),
    ],
  };
}

type Box = { left: number; right: number; top: number; bottom: number };
type Frame = { width: number; height: number; most: number; top: number };

// Each name above its dot, or below, or beside it: the first place where it covers no dot, arrow or other name.
function names(drawn: Drawable[], { width, height, most, top }: Frame) {
  const pixels = drawn.map((point) => ({ point, x: (point.x / most) * width, y: height - (point.y / top) * height }));
  const taken: Box[] = pixels.flatMap(({ point, x, y }) => {
    const dot = { left: x - 7, right: x + 7, top: y - 7, bottom: y + 7 };
    return point.open ? [dot, { left: x, right: width, top: y - 3, bottom: y + 3 }] : [dot];
  });
  return pixels.map(({ point, x, y }) => {
    const wide = point.name.length * 6.6;
    const places = [
      { anchor: 'middle', dx: 0, dy: -15, left: x - wide / 2 },
      { anchor: 'middle', dx: 0, dy: 16, left: x - wide / 2 },
      { anchor: 'start', dx: -7, dy: -15, left: x - 7 },
      { anchor: 'start', dx: -7, dy: 16, left: x - 7 },
      { anchor: 'end', dx: 7, dy: -15, left: x + 7 - wide },
      { anchor: 'start', dx: 11, dy: 0, left: x + 11 },
      { anchor: 'end', dx: -11, dy: 0, left: x - 11 - wide },
    ] as const;
    const boxed = places.map((place) => {
      const middle = y + place.dy;
      return { place, box: { left: place.left, right: place.left + wide, top: middle - 7, bottom: middle + 7 } };
    });
    const free = boxed.find(
      ({ box }) => box.left >= 0 && box.right <= width + 30 && !taken.some((one) => overlap(one, box)),
    );
    const { place, box } = free ?? boxed[0]!;
    taken.push(box);
    return text([point], {
      x: 'x',
      y: 'y',
      text: 'name',
      textAnchor: place.anchor,
      dx: place.dx,
      dy: place.dy,
      fill: 'var(--ink)',
      stroke: 'var(--card)',
      strokeWidth: 4,
    });
  });
}

function overlap(one: Box, other: Box): boolean {
  return one.left < other.right && one.right > other.left && one.top < other.bottom && one.bottom > other.top;
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
                <td key={column} data-label={columns[column]}>
                  {printed[column] || <span class="none">not said</span>}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
