// What a role or a kind looks like on the map, beside its name.
import type { Kind, Role } from './graph';

type Look = Pick<Role | Kind, 'tone'> & { shape?: Role['shape'] };

export function Swatch({ look, line }: { look: Look; line?: boolean }) {
  const shape = line ? 'line' : `dot ${look.shape ?? 'round'}`;
  return <span class={`swatch ${shape}`} style={{ '--tone': `var(--${look.tone})` }} aria-hidden="true" />;
}
