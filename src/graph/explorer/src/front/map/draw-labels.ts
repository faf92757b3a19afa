// The names on the map: the best-tied first, and none over another.

import type { Eye, Focus, Scene } from './draw';
import type { Dot } from './graph';
import type { Palette } from './palette';

const MOST = 160; // labels in one frame

type Box = { left: number; top: number; right: number; bottom: number };

export function drawLabels(
  pen: CanvasRenderingContext2D,
  scene: Scene,
  eye: Eye,
  focus: Focus,
  palette: Palette,
): void {
  const ratio = window.devicePixelRatio;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  const { width, height } = { width: pen.canvas.width / ratio, height: pen.canvas.height / ratio };
  const rank = ({ id, role }: Dot) => {
    const near = focus?.id === id ? 1e6 : focus?.near.has(id) ? 1e4 : 0;
    return near + scene.size.get(id)! - (role.quiet ? 100 : 0);
  };
  const visible = scene.dots
    .map((dot) => ({ dot, ...toScreen(scene.at.get(dot.id)!, eye) }))
    .filter(({ x, y }) => x > -40 && x < width + 40 && y > -10 && y < height + 10)
    .sort((one, other) => rank(other.dot) - rank(one.dot))
    .slice(0, MOST);
  // Of a graph that can be read, no name covers a dot either.
  const dots = visible.map(({ dot, x, y }) => boxOf(x, y, scene.size.get(dot.id)! * eye.k));
  const taken: Box[] = visible.length < MOST ? dots : [];
  pen.textBaseline = 'middle';
  pen.lineJoin = 'round';
  for (const { dot, x, y } of visible) {
    const lit = !focus || focus.id === dot.id || focus.near.has(dot.id);
    const { quiet } = dot.role;
    pen.font = fontOf(dot, focus?.id === dot.id, palette);
    const text = shorten(dot.label, scene.longest);
    const room = free(x, y, pen.measureText(text).width, scene.size.get(dot.id)! * eye.k + 5, taken, width);
    if (!room) continue;
    taken.push(room.box);
    pen.globalAlpha = lit ? 1 : 0.25;
    pen.strokeStyle = palette.paper;
    pen.lineWidth = 4;
    pen.strokeText(text, room.x, room.y);
    pen.fillStyle = quiet ? palette.quiet : palette.ink;
    pen.fillText(text, room.x, room.y);
  }
  pen.globalAlpha = 1;
}

/** The letters of a name: those that only gather others are quiet. */
export function fontOf({ role }: Dot, chosen: boolean, { letters }: Palette): string {
  const weight = role.strong || chosen ? '600 ' : '';
  return `${role.quiet ? 'italic ' : ''}${weight}${role.quiet ? 11.5 : 12.5}px ${letters}`;
}

export function shorten(label: string, longest: number): string {
  return label.length > longest ? `${label.slice(0, longest - 1).trimEnd()}…` : label;
}

function boxOf(x: number, y: number, radius: number): Box {
  return { left: x - radius, top: y - radius, right: x + radius, bottom: y + radius };
}

// To the right of the dot, else to its left, else below or above; else nowhere.
function free(x: number, y: number, width: number, gap: number, taken: Box[], edge: number) {
  const places: [number, number][] = [
    [x + gap, y],
    [x - gap - width, y],
    [x - width / 2, y + gap + 7],
    [x - width / 2, y - gap - 7],
  ];
  for (const [left, middle] of places) {
    const box = { left: left - 2, top: middle - 7, right: left + width + 2, bottom: middle + 7 };
    const hit = taken.some(
      (one) => one.left < box.right && one.right > box.left && one.top < box.bottom && one.bottom > box.top,
    );
    if (!hit && box.left >= 0 && box.right <= edge) return { x: left, y: middle, box };
  }
  return undefined;
}

function toScreen(point: { x: number; y: number }, eye: Eye): { x: number; y: number } {
  return { x: point.x * eye.k + eye.x, y: point.y * eye.k + eye.y };
}
