// The colours of the map: named in tokens.css, read from there for the canvas.
import type { Kind, Role } from './ecosystem';

export type Palette = {
  roles: Record<Role, string>;
  kinds: Record<Kind, string>;
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
    roles: {
      university: read('university'),
      company: read('company'),
      investor: read('investor'),
      exchange: read('exchange'),
      institution: read('institution'),
      place: read('place'),
      group: read('group'),
    },
    kinds: {
      'spin-off': read('university'),
      investment: read('investor'),
      listing: read('exchange'),
      acquisition: read('company'),
      relation: read('institution'),
      site: read('place'),
      region: read('place'),
      group: read('group'),
    },
    ink: read('ink'),
    quiet: read('quiet'),
    paper: read('card'),
    accent: read('accent'),
    letters: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return palette;
}
