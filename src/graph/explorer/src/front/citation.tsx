// The mark beside a fact; it opens what the fact rests on: source, locator, the value as printed.
import { useId, useRef } from 'preact/hooks';
import { type Citation, humanize } from './known';
import { addressOf } from './route';

const ROOM = 340; // pixels that an open citation may need to the right

export function Mark({ citation, of }: { citation: Citation | null | undefined; of: string }) {
  const id = useId();
  const button = useRef<HTMLButtonElement>(null);
  const panel = useRef<HTMLDivElement>(null);
  if (!citation) return null;

  // Beside the mark, wherever it stands in the window.
  function place() {
    const box = button.current!.getBoundingClientRect();
    const style = panel.current!.style;
    style.left = `${Math.max(8, Math.min(box.left, window.innerWidth - ROOM))}px`;
    style.top = `${Math.min(box.bottom + 6, window.innerHeight - 200)}px`;
  }

  const { source, basis, note, asPrinted, locator } = citation;
  return (
    <span class="citation">
      <button
        ref={button}
        type="button"
        class={`mark ${basis === 'STATED' ? '' : 'inferred'}`}
        aria-label={`Source of ${of}`}
        popovertarget={id}
        onClick={place}
      >
        {basis && basis !== 'STATED' ? '≈' : '§'}
      </button>
      <div ref={panel} id={id} popover="auto" class="cited" role="group" aria-label={`Source of ${of}`}>
        {asPrinted && (
          <p>
            Printed: <q>{asPrinted}</q>
          </p>
        )}
        <p class="where">{locator}</p>
        {source && (
          <p>
            <a href={addressOf(['source', source.id])}>{source.title ?? source.id}</a>
            {source.publisher && <span class="quiet"> · {source.publisher}</span>}
          </p>
        )}
        {basis && basis !== 'STATED' && <p class="badge">{humanize(basis)}</p>}
        {note && <p class="quiet">{note}</p>}
        {source?.uri && (
          <p>
            <a href={source.uri} rel="noreferrer external">
              {source.uri}
            </a>
          </p>
        )}
      </div>
    </span>
  );
}
