// A picture by Observable Plot, as wide as its place. The table beside it tells the same to those who listen.
import type { Markish, PlotOptions } from '@observablehq/plot';
import { plot } from '@observablehq/plot';
import { useEffect, useRef, useState } from 'preact/hooks';

const NARROWEST = 520; // narrower than this, a picture scrolls rather than shrinks

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
    const wide = Math.max(width, NARROWEST);
    const drawn = plot({
      width: wide,
      style: { background: 'none', fontFamily: 'inherit', fontSize: '12.5px' },
      ...options(wide),
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
