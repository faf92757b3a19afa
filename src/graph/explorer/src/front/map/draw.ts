// One frame of the map. In: a scene and where the eye is. Out: pixels on a canvas. Never: changes the scene.

import { drawLabels } from './draw-labels';
import type { Dot, Kind, Role, Tie } from './graph';
import type { Palette } from './palette';

export type Scene = {
  dots: Dot[];
  ties: Tie[];
  at: Map<string, { x: number; y: number }>;
  size: Map<string, number>; // radius
  longest: number; // letters of a name
};
export type Eye = { x: number; y: number; k: number };
export type Focus = { id: string; near: Set<string> } | undefined;

export function draw(canvas: HTMLCanvasElement, scene: Scene, eye: Eye, focus: Focus, palette: Palette): void {
  const pen = canvas.getContext('2d')!;
  const ratio = window.devicePixelRatio;
  pen.setTransform(ratio, 0, 0, ratio, 0, 0);
  pen.clearRect(0, 0, canvas.width, canvas.height);
  pen.translate(eye.x, eye.y);
  pen.scale(eye.k, eye.k);
  drawTies(pen, scene, eye, focus, palette);
  drawDots(pen, scene, eye, focus, palette);
  drawLabels(pen, scene, eye, focus, palette);
}

// One path for each kind: five thousand strokes would be too slow.
function drawTies(pen: CanvasRenderingContext2D, scene: Scene, eye: Eye, focus: Focus, palette: Palette): void {
  const kinds = new Map<Kind, Tie[]>();
  for (const tie of scene.ties) {
    const same = kinds.get(tie.kind);
    if (same) same.push(tie);
    else kinds.set(tie.kind, [tie]);
  }
  const many = scene.ties.length > 600;
  for (const [kind, ties] of kinds) {
    pen.strokeStyle = palette.tones[kind.tone];
    pen.setLineDash(many ? [] : kind.dash.map((length) => length / eye.k));
    const lit = focus ? ties.filter(({ from, to }) => from.id === focus.id || to.id === focus.id) : [];
    pen.globalAlpha = focus ? 0.1 : many ? 0.25 : 0.62;
    pen.lineWidth = (kind.strong ? 2.6 : 1.4) / Math.sqrt(eye.k);
    stroke(pen, scene, ties);
    pen.globalAlpha = 0.95;
    pen.lineWidth = 2.2 / Math.sqrt(eye.k);
    stroke(pen, scene, lit);
  }
  pen.setLineDash([]);
  pen.globalAlpha = 1;
}

function stroke(pen: CanvasRenderingContext2D, { at }: Scene, ties: Tie[]): void {
  pen.beginPath();
  for (const { from, to } of ties) {
    const [start, end] = [at.get(from.id)!, at.get(to.id)!];
    pen.moveTo(start.x, start.y);
    // Bowed a little, so that two ties between the same two can be told apart.
    const bow = 0.09;
    const [x, y] = [(start.x + end.x) / 2, (start.y + end.y) / 2];
    pen.quadraticCurveTo(x + (end.y - start.y) * bow, y - (end.x - start.x) * bow, end.x, end.y);
  }
  pen.stroke();
}

function drawDots(pen: CanvasRenderingContext2D, scene: Scene, eye: Eye, focus: Focus, palette: Palette): void {
  const roles = new Map<Role, Dot[]>();
  for (const dot of scene.dots) {
    const same = roles.get(dot.role);
    if (same) same.push(dot);
    else roles.set(dot.role, [dot]);
  }
  for (const [role, dots] of roles) {
    pen.fillStyle = palette.tones[role.tone];
    pen.strokeStyle = palette.paper;
    pen.lineWidth = 1.5;
    const lit = (dot: Dot) => !focus || focus.id === dot.id || focus.near.has(dot.id);
    for (const clear of [false, true]) {
      pen.globalAlpha = clear ? 1 : 0.22;
      pen.beginPath();
      for (const dot of dots) if (lit(dot) === clear) outline(pen, dot, scene);
      pen.fill();
      if (scene.dots.length < 1000) pen.stroke();
    }
  }
  pen.globalAlpha = 1;
  const chosen = focus && scene.at.get(focus.id);
  if (chosen) {
    pen.beginPath();
    pen.arc(chosen.x, chosen.y, scene.size.get(focus.id)! + 4 / eye.k, 0, 2 * Math.PI);
    pen.strokeStyle = palette.accent;
    pen.lineWidth = 2.5 / eye.k;
    pen.stroke();
  }
}

// Who acts is round; what only gathers them has corners.
function outline(pen: CanvasRenderingContext2D, { id, role }: Dot, { at, size }: Scene): void {
  const { x, y } = at.get(id)!;
  const radius = size.get(id)!;
  if (role.shape === 'square') pen.rect(x - radius * 0.8, y - radius * 0.8, radius * 1.6, radius * 1.6);
  else if (role.shape === 'diamond') {
    pen.moveTo(x, y - radius);
    pen.lineTo(x + radius, y);
    pen.lineTo(x, y + radius);
    pen.lineTo(x - radius, y);
    pen.closePath();
  } else {
    pen.moveTo(x + radius, y);
    pen.arc(x, y, radius, 0, 2 * Math.PI);
  }
}
