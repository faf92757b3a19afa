// One box over everything: `/` leads to it, arrows choose, enter opens.
import { useEffect, useRef, useState } from 'preact/hooks';
import { ask, type Trouble } from './client';
import { humanize } from './known';
import { labelOf, pageOf, type Row } from './labels';
import { readFound, searchOperation } from './selections';
import type { Shape } from './shape';

type Hit = { rank: number; snippet: string | null; node: Row };
type Found = { search: { totalCount: number; edges: Hit[] } };

const PAUSE = 120; // milliseconds after the last key

export function Search({ shape }: { shape: Shape }) {
  const [text, setText] = useState('');
  const [found, setFound] = useState<Found['search']>();
  const [trouble, setTrouble] = useState<Trouble>();
  const [at, setAt] = useState(0);
  const input = useRef<HTMLInputElement>(null);
  const hits = found?.edges ?? [];

  useEffect(() => {
    const focus = (event: KeyboardEvent) => {
      const typing = event.target instanceof HTMLElement && event.target.closest('input, textarea, select');
      if (event.key !== '/' || typing || event.ctrlKey || event.metaKey || event.altKey) return;
      event.preventDefault();
      input.current?.focus();
    };
    document.addEventListener('keydown', focus);
    return () => document.removeEventListener('keydown', focus);
  }, []);

  useEffect(() => {
    setTrouble(undefined);
    if (!text.trim()) {
      setFound(undefined);
      return;
    }
    let cancel = () => {};
    const timer = window.setTimeout(() => {
      cancel = ask<Found, { query: string }>(searchOperation(shape), { query: text }, (data, problem) => {
        setAt(0);
        setFound(data && read(shape, data.search, text));
        setTrouble(problem);
      });
    }, PAUSE);
    return () => {
      window.clearTimeout(timer);
      cancel();
    };
  }, [text, shape]);

  useEffect(() => document.getElementById(`found-${at}`)?.scrollIntoView({ block: 'nearest' }), [at]);

  function close() {
    setText('');
    input.current?.blur();
  }

  function open(hit: Hit | undefined) {
    const page = hit && pageOf(shape, hit.node);
    if (!page) return;
    close();
    window.location.hash = page;
  }

  function onKeyDown(event: KeyboardEvent) {
    if (event.key === 'Escape') close();
    else if (event.key === 'Enter') open(hits[at]);
    else if (event.key === 'ArrowDown') setAt(Math.min(at + 1, hits.length - 1));
    else if (event.key === 'ArrowUp') setAt(Math.max(at - 1, 0));
    else return;
    event.preventDefault();
  }

  const shown = text.trim() !== '' && (found !== undefined || trouble !== undefined);
  return (
    <search class="search">
      <input
        ref={input}
        list={undefined}
        role="combobox"
        aria-label="Search everything"
        aria-expanded={shown}
        aria-controls="found"
        aria-autocomplete="list"
        aria-activedescendant={shown && hits[at] ? `found-${at}` : undefined}
        placeholder="Search everything"
        autocomplete="off"
        value={text}
        onInput={(event) => setText(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      <kbd aria-hidden="true">/</kbd>
      <div class="found" hidden={!shown}>
        <div id="found" role="listbox" aria-label="Found">
          {hits.map((hit, index) => (
            // biome-ignore lint/a11y/useKeyWithClickEvents: the box that the list belongs to hears the keys
            <div
              key={hit.node.id}
              id={`found-${index}`}
              role="option"
              tabIndex={-1}
              aria-selected={index === at}
              onClick={() => open(hit)}
              onMouseMove={() => setAt(index)}
            >
              <span class="kind">{humanize(hit.node.__typename ?? '')}</span>{' '}
              <strong>{labelOf(shape, hit.node)}</strong>
              {hit.snippet && <span class="snippet">{marked(hit.snippet)}</span>}
            </div>
          ))}
        </div>
        <p role="status">{trouble ? trouble.message : said(found)}</p>
      </div>
    </search>
  );
}

function said(found: Found['search'] | undefined): string {
  if (!found) return '';
  if (found.edges.length === 0) return 'Nothing is found.';
  return found.totalCount > found.edges.length ? `The best ${found.edges.length} of ${found.totalCount}` : '';
}

// In the server's order, but who is called exactly what was typed comes first.
function read(shape: Shape, found: Found['search'], text: string): Found['search'] {
  const edges = found.edges.map((edge) => ({ ...edge, node: readFound(edge.node) as Row }));
  const exact = ({ node }: Hit) => Number(Boolean(node.slug) && fold(labelOf(shape, node)) === fold(text));
  return { ...found, edges: edges.toSorted((one, other) => exact(other) - exact(one)) };
}

const fold = (text: string) => text.trim().toLowerCase();

/** What the server marked by two asterisks, as elements. */
function marked(snippet: string) {
  return snippet.split('**').map((part, index) => (index % 2 ? <mark>{part}</mark> : part));
}
