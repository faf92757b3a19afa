// Fits a small graph to its stage so that every name has room: none over another, none over a dot, none cut off.
// In: positions, how wide the names are, the stage. Out: positions in the stage's pixels.

type Point = [x: number, y: number];
type Room = { width: number; height: number; names: number[]; radii: number[] };
type Box = { before: number; after: number; half: number }; // pixels to the left, to the right, up and down

/** As many dots as can all be named: they are laid out for their stage, in its own pixels. */
export const NAMED = 150;

const MARGIN = 14;
const LINE = 17; // the height of a name
const ROUNDS = 300;
const STEP = 6; // pixels between the places that are tried

export function makeRoom(points: Point[], { width, height, names, radii }: Room): Point[] {
  const boxes = names.map((name, index): Box => {
    const radius = radii[index]!;
    return { before: radius + 2, after: radius + 7 + name, half: Math.max(LINE / 2, radius) };
  });
  const goals = spreadOver(points, [MARGIN, width - MARGIN - 90], [MARGIN + 8, height - MARGIN - 8]);
  const placed = goals.map((goal): Point => [...goal]);
  for (let round = 0; round < ROUNDS; round += 1) {
    // Drawn to where the ties want them, less and less; at last only kept apart.
    const pull = 0.05 * Math.max(0, 1 - (round / ROUNDS) * 1.6);
    placed.forEach((point, index) => {
      point[0] += (goals[index]![0] - point[0]) * pull;
      point[1] += (goals[index]![1] - point[1]) * pull;
    });
    separate(placed, boxes);
    placed.forEach((point, index) => {
      point[0] = clamp(point[0], MARGIN + boxes[index]!.before, width - MARGIN - boxes[index]!.after);
      point[1] = clamp(point[1], MARGIN + boxes[index]!.half, height - MARGIN - boxes[index]!.half);
    });
  }
  return settle(placed, boxes, width, height);
}

function spreadOver(points: Point[], across: Point, down: Point): Point[] {
  const scale = (place: 0 | 1, [from, to]: Point) => {
    const all = points.map((point) => point[place]);
    const [least, most] = [Math.min(...all), Math.max(...all)];
    return (value: number) =>
      most > least ? from + ((value - least) / (most - least)) * (to - from) : (from + to) / 2;
  };
  const [x, y] = [scale(0, across), scale(1, down)];
  return points.map((point) => [x(point[0]), y(point[1])]);
}

// How far two boxes reach into each other, sideways (its sign says which way apart) and down; nothing where they do not.
function overlap(a: Point, b: Point, one: Box, other: Box): Point | undefined {
  const low = one.half + other.half + 1 - Math.abs(a[1] - b[1]);
  const [left, right] = [a[0] + one.after - b[0] + other.before, b[0] + other.after - a[0] + one.before];
  if (low <= 0 || left <= 0 || right <= 0) return undefined;
  return [left < right ? left : -right, low];
}

// Two that overlap move apart the shorter way, half each.
function separate(placed: Point[], boxes: Box[]): void {
  placed.forEach((a, one) => {
    for (let other = one + 1; other < placed.length; other += 1) {
      const b = placed[other]!;
      const [wide, low] = overlap(a, b, boxes[one]!, boxes[other]!) ?? [0, 0];
      if (low === 0) continue;
      const [axis, by] = low * 2.2 < Math.abs(wide) ? [1 as const, a[1] <= b[1] ? low : -low] : [0 as const, wide];
      a[axis] -= by / 2;
      b[axis] += by / 2;
    }
  });
}

// What is still over another, as in a crowd at an edge, goes to the nearest place that is free.
function settle(placed: Point[], boxes: Box[], width: number, height: number): Point[] {
  const settled: [Point, Box][] = [];
  const isFree = (point: Point, box: Box) => settled.every(([other, its]) => !overlap(point, other, box, its));
  const order = placed.map((_, index) => index).sort((one, other) => boxes[other]!.half - boxes[one]!.half);
  for (const index of order) {
    const box = boxes[index]!;
    let best = placed[index]!;
    if (!isFree(best, box)) {
      let nearest = Number.POSITIVE_INFINITY;
      for (let x = MARGIN + box.before; x <= width - MARGIN - box.after; x += STEP) {
        for (let y = MARGIN + box.half; y <= height - MARGIN - box.half; y += STEP) {
          const far = Math.hypot(x - placed[index]![0], y - placed[index]![1]);
          if (far < nearest && isFree([x, y], box)) [best, nearest] = [[x, y], far];
        }
      }
    }
    settled.push([best, box]);
    placed[index] = best;
  }
  return placed;
}

function clamp(value: number, least: number, most: number): number {
  return Math.max(least, Math.min(most, value));
}
