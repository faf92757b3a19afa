// Where each dot stands, worked out beside the page so that the page stays smooth.
// In: dots with a column, ties as pairs of indices. Out: positions, again and again until they rest.
import {
  forceCollide,
  forceLink,
  forceManyBody,
  forceSimulation,
  forceX,
  forceY,
  type SimulationNodeDatum,
} from 'd3-force';
import { makeRoom, NAMED } from './make-room';

/** `width` and `height` are the stage's; `names` how wide each name is, all in pixels. */
export type Task = {
  width: number;
  height: number;
  columns: number[];
  names: number[];
  radii: number[];
  ties: [number, number, number][];
};
export type Placed = { positions: Float32Array; done: boolean };

type Point = SimulationNodeDatum & { column: number; width: number };

const STEPS = 320;

self.onmessage = ({ data }: MessageEvent<Task>) => {
  const points: Point[] = data.columns.map((column, index) => ({ column, width: data.names[index]! }));
  const many = points.length > 300;
  const spread = 46 * Math.sqrt(points.length + 12);
  // Names are wider than high: what is laid out round is drawn wide.
  const stretch = Math.min(1.9, Math.max(0.8, (data.width / (data.height || 1)) * 0.85));
  points.forEach((point, index) => {
    point.x = point.column * spread;
    point.y = ((index * 0.618034) % 1) * spread * 1.2 - spread * 0.6;
  });
  const simulation = simulate(points, data.ties, spread, many);

  // A small graph rests before anyone sees it; a large one is watched as it unfolds.
  const pause = many ? 4 : STEPS;
  const began = performance.now();
  let last = began;
  for (let step = 1; step <= STEPS; step += 1) {
    simulation.tick();
    const now = performance.now();
    const done = step === STEPS || now - began > 12_000;
    if (done || (step % pause === 0 && now - last > 60)) {
      last = now;
      const placed = points.map(({ x = 0, y = 0 }): [number, number] => [x * stretch, y]);
      const positions = new Float32Array((placed.length > NAMED ? placed : makeRoom(placed, data)).flat());
      self.postMessage({ positions, done } satisfies Placed, { transfer: [positions.buffer] });
    }
    if (done) return;
  }
};

function simulate(points: Point[], ties: Task['ties'], spread: number, many: boolean) {
  const links = ties.map(([source, target, weight]) => ({ source, target, weight }));
  return forceSimulation(points)
    .force(
      'ties',
      forceLink(links)
        .distance(many ? 50 : 88)
        .strength((link) => link.weight / (many ? 3 : 1.6)),
    )
    .force(
      'apart',
      forceManyBody()
        .strength(many ? -60 : -330)
        .distanceMax(many ? 400 : 700),
    )
    .force('column', forceX<Point>((point) => point.column * spread).strength(many ? 0.06 : 0.2))
    .force('middle', forceY(0).strength(many ? 0.03 : 0.075))
    .force(
      'room',
      forceCollide<Point>((point) => (many ? 7 : 14 + Math.min(point.width, 150) * 0.18)).iterations(many ? 1 : 2),
    )
    .stop();
}
