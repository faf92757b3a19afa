// The canvas of the map: it lays out, draws, zooms and tells which dot is chosen.
import { select } from 'd3-selection';
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';
import { useEffect, useRef } from 'preact/hooks';
import { draw, type Focus, type Scene } from './draw';
import type { Dot, Role } from './ecosystem';
import type { Placed, Task } from './layout.worker';
import { readPalette } from './palette';
import { degrees, type View } from './view';

// Read from left to right: where companies come from, what they are, who pays and lists them.
const COLUMN: Record<Role, number> = {
  university: -1,
  group: -0.45,
  company: 0,
  place: 0.1,
  institution: 0.5,
  investor: 0.9,
  exchange: 0.6,
};

type Props = { view: View; chosen: string | undefined; choose: (id: string | undefined) => void };

export function MapCanvas({ view, chosen, choose }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Stage>(undefined);
  const chosenNow = useRef(choose);
  chosenNow.current = choose;

  useEffect(() => {
    const made = new Stage(canvas.current!, (id) => chosenNow.current(id));
    stage.current = made;
    return () => made.end();
  }, []);
  useEffect(() => stage.current?.show(view), [view]);
  useEffect(() => stage.current?.choose(chosen), [chosen]);

  return (
    <div class="stage">
      <canvas ref={canvas} aria-hidden="true" />
      <div class="zoom" role="group" aria-label="Zoom">
        <button type="button" aria-label="Zoom in" onClick={() => stage.current?.zoomBy(1.4)}>
          +
        </button>
        <button type="button" aria-label="Zoom out" onClick={() => stage.current?.zoomBy(1 / 1.4)}>
          −
        </button>
        <button type="button" aria-label="Show everything" onClick={() => stage.current?.fit()}>
          ⤢
        </button>
      </div>
    </div>
  );
}

class Stage {
  private scene: Scene = { dots: [], ties: [], at: new Map(), size: new Map() };
  private eye: ZoomTransform = zoomIdentity;
  private palette = readPalette();
  private chosen: string | undefined;
  private hovered: string | undefined;
  private frame = 0;
  private touched = false;
  private worker: Worker | undefined;
  private readonly zooming: ZoomBehavior<HTMLCanvasElement, unknown>;
  private readonly resized: ResizeObserver;
  private readonly system = window.matchMedia('(prefers-color-scheme: dark)');

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly chose: (id: string | undefined) => void,
  ) {
    this.zooming = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.05, 8])
      .on('zoom', ({ transform, sourceEvent }) => {
        this.eye = transform;
        this.touched ||= Boolean(sourceEvent);
        this.redraw();
      });
    select(canvas).call(this.zooming).on('dblclick.zoom', null);
    canvas.addEventListener('pointermove', (event) => this.hover(event));
    canvas.addEventListener('pointerleave', () => this.light(undefined));
    canvas.addEventListener('click', (event) => this.chose(this.dotAt(event)?.id));
    this.resized = new ResizeObserver(() => this.resize());
    this.resized.observe(canvas);
    this.system.addEventListener('change', this.recolour);
    window.addEventListener('theme', this.recolour);
  }

  end(): void {
    this.worker?.terminate();
    this.resized.disconnect();
    this.system.removeEventListener('change', this.recolour);
    window.removeEventListener('theme', this.recolour);
    cancelAnimationFrame(this.frame);
  }

  show({ dots, ties }: View): void {
    const tied = degrees(ties);
    const size = new Map(dots.map(({ id }) => [id, 4.5 + 1.7 * Math.sqrt(tied.get(id) ?? 0)]));
    const index = new Map(dots.map(({ id }, place) => [id, place]));
    const task: Task = {
      aspect: this.canvas.clientWidth / (this.canvas.clientHeight || 1),
      // In a small graph whoever has no tie stands aside.
      columns: dots.map(({ role, id }) => (tied.has(id) || dots.length > 300 ? COLUMN[role] : -1.1)),
      widths: dots.map(({ label }) => label.length * 6.5),
      ties: ties.map(({ from, to, kind }) => [index.get(from.id)!, index.get(to.id)!, kind === 'group' ? 0.5 : 1]),
    };
    this.worker?.terminate();
    this.worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
    this.worker.onmessage = ({ data }: MessageEvent<Placed>) => {
      const { positions } = data;
      const at = new Map(dots.map(({ id }, place) => [id, { x: positions[2 * place]!, y: positions[2 * place + 1]! }]));
      this.scene = { dots, ties, at, size };
      if (!this.touched) this.fit();
      this.redraw();
      this.canvas.dataset.rests = String(data.done);
    };
    this.touched = false;
    this.canvas.dataset.rests = 'false';
    this.worker.postMessage(task);
  }

  choose(id: string | undefined): void {
    this.chosen = id;
    this.redraw();
  }

  zoomBy(factor: number): void {
    this.touched = true;
    this.zooming.scaleBy(select(this.canvas), factor);
  }

  /** Everything, as large as it fits; room is left for the names at the sides. */
  fit(): void {
    const points = [...this.scene.at.values()];
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (points.length === 0 || width === 0) return;
    const [left, right] = [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
    const [top, bottom] = [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
    const sides = width > 700 ? 210 : 70;
    const k = Math.min(1.6, (width - sides) / (right - left + 1), (height - 56) / (bottom - top + 1));
    const eye = zoomIdentity
      .translate(width / 2 - (sides > 100 ? 30 : 0), height / 2)
      .scale(k)
      .translate(-(left + right) / 2, -(top + bottom) / 2);
    this.zooming.transform(select(this.canvas), eye);
  }

  private resize(): void {
    this.canvas.width = this.canvas.clientWidth * window.devicePixelRatio;
    this.canvas.height = this.canvas.clientHeight * window.devicePixelRatio;
    if (!this.touched) this.fit();
    this.redraw();
  }

  private readonly recolour = (): void => {
    this.palette = readPalette();
    this.redraw();
  };

  private hover(event: PointerEvent): void {
    const dot = this.dotAt(event);
    this.canvas.style.cursor = dot ? 'pointer' : '';
    this.light(dot?.id);
  }

  private light(id: string | undefined): void {
    if (this.hovered === id) return;
    this.hovered = id;
    this.redraw();
  }

  private dotAt({ offsetX, offsetY }: MouseEvent): Dot | undefined {
    const [x, y] = this.eye.invert([offsetX, offsetY]);
    const reach = 6 / this.eye.k;
    return this.scene.dots.findLast(({ id }) => {
      const point = this.scene.at.get(id)!;
      return Math.hypot(point.x - x, point.y - y) < this.scene.size.get(id)! + reach;
    });
  }

  private focus(): Focus {
    const id = this.hovered ?? this.chosen;
    if (!id || !this.scene.at.has(id)) return undefined;
    const ties = this.scene.ties.filter(({ from, to }) => from.id === id || to.id === id);
    return { id, near: new Set(ties.flatMap(({ from, to }) => [from.id, to.id])) };
  }

  // At most once for each frame of the screen.
  private redraw(): void {
    cancelAnimationFrame(this.frame);
    this.frame = requestAnimationFrame(() => draw(this.canvas, this.scene, this.eye, this.focus(), this.palette));
  }
}
