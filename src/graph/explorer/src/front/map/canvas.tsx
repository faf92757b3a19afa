// The canvas of the map: it lays out, draws, zooms and tells which dot is chosen.
import { select } from 'd3-selection';
import { type ZoomBehavior, type ZoomTransform, zoom, zoomIdentity } from 'd3-zoom';
import { useEffect, useRef, useState } from 'preact/hooks';
import { draw, type Focus, type Scene } from './draw';
import { fontOf, shorten } from './draw-labels';
import type { Dot } from './graph';
import type { Placed, Task } from './layout.worker';
import { NAMED } from './make-room';
import { readPalette } from './palette';
import { degrees, type View } from './view';

type Props = { view: View; chosen: string | undefined; choose: (id: string | undefined) => void };

export function MapCanvas({ view, chosen, choose }: Props) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const stage = useRef<Stage>(undefined);
  const [moving, setMoving] = useState(true);
  const chosenNow = useRef(choose);
  chosenNow.current = choose;

  useEffect(() => {
    const made = new Stage(canvas.current!, (id) => chosenNow.current(id), setMoving);
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
        <span>{moving ? 'Laying the map out …' : 'Choose a dot; drag or pinch to move, scroll to zoom.'}</span>
      </div>
    </div>
  );
}

class Stage {
  private scene: Scene = { dots: [], ties: [], at: new Map(), size: new Map(), longest: 0 };
  private eye: ZoomTransform = zoomIdentity;
  private palette = readPalette();
  private chosen: string | undefined;
  private hovered: string | undefined;
  private frame = 0;
  private touched = false;
  private view: View | undefined;
  private laidOut = { width: 0, height: 0 };
  private heard = false;
  private worker: Worker | undefined;
  private readonly zooming: ZoomBehavior<HTMLCanvasElement, unknown>;
  private readonly resized: ResizeObserver;
  private readonly system = window.matchMedia('(prefers-color-scheme: dark)');

  constructor(
    private readonly canvas: HTMLCanvasElement,
    private readonly chose: (id: string | undefined) => void,
    private readonly moves: (moving: boolean) => void,
  ) {
    this.zooming = zoom<HTMLCanvasElement, unknown>()
      .scaleExtent([0.05, 8])
      .filter((event: Event) => this.isMove(event))
      .on('zoom', ({ transform, sourceEvent }) => {
        this.eye = transform;
        if (sourceEvent) this.touch(true);
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
    this.retire();
    this.resized.disconnect();
    this.system.removeEventListener('change', this.recolour);
    window.removeEventListener('theme', this.recolour);
    cancelAnimationFrame(this.frame);
  }

  show(view: View): void {
    const { dots, ties } = view;
    this.view = view;
    const task = this.task(view);
    this.laidOut = task;
    const size = new Map(dots.map(({ id }, place) => [id, task.radii[place]!]));
    this.retire();
    this.worker = new Worker(new URL('./layout.worker.ts', import.meta.url), { type: 'module' });
    this.worker.onmessage = ({ data }: MessageEvent<Placed>) => {
      const { positions } = data;
      this.heard = true;
      const at = new Map(dots.map(({ id }, place) => [id, { x: positions[2 * place]!, y: positions[2 * place + 1]! }]));
      this.scene = { dots, ties, at, size, longest: this.longest() };
      if (!this.touched) this.fit();
      this.redraw();
      this.canvas.dataset.rests = String(data.done);
      if (data.done) this.moves(false);
    };
    this.touch(false);
    this.canvas.dataset.rests = 'false';
    this.moves(true);
    this.worker.postMessage(task);
  }

  // One that is still being fetched ends after its first word: cut off, the browser would tell of a failed request.
  private retire(): void {
    const { worker } = this;
    if (worker && !this.heard) worker.onmessage = () => worker.terminate();
    else worker?.terminate();
    this.worker = undefined;
    this.heard = false;
  }

  private task({ dots, ties }: View): Task {
    const tied = degrees(ties);
    const index = new Map(dots.map(({ id }, place) => [id, place]));
    const pen = this.canvas.getContext('2d')!;
    return {
      width: this.canvas.clientWidth,
      height: this.canvas.clientHeight,
      // In a small graph whoever has no tie stands aside.
      columns: dots.map(({ role, id }) => (tied.has(id) || dots.length > 300 ? role.column : -1.1)),
      names: dots.map((dot) => {
        pen.font = fontOf(dot, true, this.palette);
        return pen.measureText(shorten(dot.label, this.longest())).width;
      }),
      radii: dots.map(({ id }) => (4.5 + 1.7 * Math.sqrt(tied.get(id) ?? 0)) * (this.isNarrow() ? 0.75 : 1)),
      ties: ties.map(({ from, to, kind }) => [index.get(from.id)!, index.get(to.id)!, kind.weight]),
    };
  }

  // On a phone a long name would push all others aside.
  private longest(): number {
    const wide = this.canvas.clientWidth;
    return this.isNarrow() ? 20 : wide > 1800 ? 70 : wide > 1200 ? 44 : 34;
  }

  private isNarrow(): boolean {
    return this.canvas.clientWidth < 600;
  }

  choose(id: string | undefined): void {
    this.chosen = id;
    this.redraw();
  }

  // A wheel zooms, a button pressed or a second finger moves; a lone finger does once the map was moved.
  private isMove(event: Event): boolean {
    if (event instanceof MouseEvent) return !event.button && (!event.ctrlKey || event.type === 'wheel');
    return !(event instanceof TouchEvent) || event.touches.length > 1 || this.touched;
  }

  zoomBy(factor: number): void {
    this.touch(true);
    this.zooming.scaleBy(select(this.canvas), factor);
  }

  /** Everything, as large as it fits. */
  fit(): void {
    const points = [...this.scene.at.values()];
    const { clientWidth: width, clientHeight: height } = this.canvas;
    if (points.length === 0 || width === 0) return;
    // A graph whose names have room was laid out for its stage.
    const named = points.length <= NAMED;
    const [left, right] = named
      ? [0, this.laidOut.width]
      : [Math.min(...points.map(({ x }) => x)), Math.max(...points.map(({ x }) => x))];
    const [top, bottom] = named
      ? [0, this.laidOut.height]
      : [Math.min(...points.map(({ y }) => y)), Math.max(...points.map(({ y }) => y))];
    const margin = named ? 0 : 60;
    const k = Math.min(1.6, (width - margin) / (right - left + 1), (height - margin) / (bottom - top + 1));
    const eye = zoomIdentity
      .translate(width / 2, height / 2)
      .scale(named && k > 0.98 && k < 1.02 ? 1 : k)
      .translate(-(left + right) / 2, -(top + bottom) / 2);
    this.touch(false);
    this.zooming.transform(select(this.canvas), eye);
  }

  // Once the map is moved, one finger moves it further; before that, one finger scrolls the page.
  private touch(touched: boolean): void {
    this.touched = touched;
    this.canvas.style.touchAction = touched ? 'none' : 'pan-y';
  }

  private resize(): void {
    this.canvas.width = this.canvas.clientWidth * window.devicePixelRatio;
    this.canvas.height = this.canvas.clientHeight * window.devicePixelRatio;
    if (!this.touched) this.fit();
    this.redraw();
    // Of a much wider or narrower stage each name has another room.
    const ratio = this.canvas.clientWidth / this.laidOut.width;
    if (this.view && (ratio < 0.8 || ratio > 1.25)) this.show(this.view);
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
