// A picture by Observable Plot, as wide as its place. The table beside it tells the same to those who listen.
import type { Markish, PlotOptions } from '@observablehq/plot';
import { plot } from '@observablehq/plot';
import { useEffect, useRef, useState } from 'preact/hooks';

const LETTERS = 12.5; // pixels

type Props = { label: string; options: (width: number) => PlotOptions & { marks: Markish[] } };

export function Chart({ label, options }: Props) {
  const place = useRef<HTMLDivElement>(null);
  const [width, setWidth] = useState(0);
  useEffect(() => {
    const resized = new ResizeObserver(([entry]) => setWidth(Math.round(entry!.contentRect.width)));
    resized.observe(place.current!);
    return () => resized.disconnect();
  }, []);
  useEffect(() => {
    if (width === 0) return;
    const drawn = plot({
      width,
      style: { background: 'none', fontFamily: 'inherit', fontSize: `${LETTERS}px` },
      ...options(width),
    });
    // One picture with one name: what Plot says of each of its groups helps nobody.
    for (const group of drawn.querySelectorAll('[aria-label], [aria-description]')) {
      group.removeAttribute('aria-label');
      group.removeAttribute('aria-description');
    }
    drawn.setAttribute('role', 'img');
    drawn.setAttribute('aria-label', label);
    place.current!.replaceChildren(drawn);
  }, [label, options, width]);
  return (
    <div class="scroll chart" tabIndex={0} role="region" aria-label={label}>
      <div ref={place} />
    </div>
  );
}

const pen = document.createElement('canvas').getContext('2d')!;

/** How wide a text in a picture is, in pixels. */
export function measureLetters(text: string): number {
  pen.font = `${LETTERS}px ${getComputedStyle(document.body).fontFamily}`;
  return pen.measureText(text).width;
}
