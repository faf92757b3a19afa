// The colours of the map: named in tokens.css, read from there for the canvas.
import { TONES, type Tone } from './graph';

export type Palette = {
  tones: Record<Tone, string>;
  ink: string;
  quiet: string;
  paper: string;
  accent: string;
  letters: string;
};

// A probe in the page resolves what light-dark() means now.
export function readPalette(): Palette {
  const probe = document.createElement('span');
  document.body.append(probe);
  const read = (name: string) => {
    probe.style.color = `var(--${name})`;
    return getComputedStyle(probe).color;
  };
  const palette: Palette = {
    tones: Object.fromEntries(TONES.map((tone) => [tone, read(tone)])) as Record<Tone, string>,
    ink: read('ink'),
    quiet: read('quiet'),
    paper: read('card'),
    accent: read('accent'),
    letters: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return palette;
}
