// The map: what is on it, the canvas, what is known of the chosen dot, and the same as a table.
import { useMemo, useState } from 'preact/hooks';
import { Message } from '../messages';
import { addressOf, type Route, replaceAddress } from '../route';
import { MapCanvas } from './canvas';
import type { Dot, Graph, Kind, Role } from './graph';
import { Swatch } from './swatch';
import { Ties } from './ties';
import { degrees, READABLE, type View, viewOf } from './view';

export function GraphMap({ whole, route }: { whole: Graph; route: Route }) {
  const first = whole.hidden.join(',');
  const hide = route.parameters.get('hide') ?? first;
  const chosen = route.parameters.get('at') ?? undefined;
  const all = route.parameters.has('all');
  // Only of a large graph does the choice decide what is drawn.
  const around = whole.dots.length > READABLE ? chosen : undefined;
  const view = useMemo(() => viewOf(whole, new Set(hide.split(',')), around, all), [whole, hide, all, around]);
  const to = (change: { hide?: string; at?: string; all?: string }) =>
    addressOf([], {
      hide: hide === first ? undefined : hide,
      at: chosen,
      all: all ? 'yes' : undefined,
      ...change,
    });
  const dot = chosen ? view.dots.find(({ id }) => id === chosen) : undefined;
  if (whole.dots.length === 0) return <Message tone="calm" title="There is nothing to draw yet." />;
  return (
    <section class="map" aria-label="Map">
      <Filters whole={whole} hide={hide} write={(value) => replaceAddress(to({ hide: value || 'none' }))} />
      <div class="ground">
        <MapCanvas view={view} chosen={chosen} choose={(id) => replaceAddress(to({ at: id }))} />
        {dot && <Panel dot={dot} view={view} to={(at) => to({ at })} />}
      </div>
      <Left view={view} cut={whole.cut} chosen={chosen} all={to({ all: 'yes' })} />
      <Ties view={view} chosen={dot} to={(at) => to({ at })} />
    </section>
  );
}

// What is not on the map is said beside it.
function Left({ view, cut, chosen, all }: { view: View; cut: string[]; chosen: string | undefined; all: string }) {
  if (view.left === 0 && cut.length === 0) return null;
  return (
    <p class="quiet" role="status">
      {view.left > 0 && (
        <>
          {chosen ? 'Only what is near the chosen one is drawn' : 'Only the best-tied are drawn'}; {view.left} are left
          out. <a href={all}>Draw all</a>.{' '}
        </>
      )}
      {cut.length > 0 && `Not all of ${cut.join(', ')} were fetched.`}
    </p>
  );
}

function Filters({ whole, hide, write }: { whole: Graph; hide: string; write: (hide: string) => void }) {
  const [open] = useState(() => window.matchMedia('(min-width: 701px)').matches);
  const hidden = new Set(hide.split(','));
  const toggle = (name: string) => {
    const next = new Set(hidden);
    next.delete('none');
    if (!next.delete(name)) next.add(name);
    write([...next].join(','));
  };
  const choice = (look: Role | Kind, line: boolean) => (
    <label key={look.name} class="choice">
      <input type="checkbox" checked={!hidden.has(look.name)} onChange={() => toggle(look.name)} />
      <Swatch look={look} line={line} />
      {look.label}
    </label>
  );
  return (
    <details class="filters" open={open}>
      <summary>What is drawn</summary>
      <fieldset>
        <legend>Who</legend>
        {whole.roles.filter(({ shape }) => shape !== 'diamond').map((role) => choice(role, false))}
      </fieldset>
      <fieldset>
        <legend>Ties</legend>
        {whole.kinds.map((kind) => choice(kind, true))}
      </fieldset>
    </details>
  );
}

function Panel({ dot, view, to }: { dot: Dot; view: View; to: (at?: string) => string }) {
  const ties = view.ties.filter(({ from, to: end }) => from.id === dot.id || end.id === dot.id);
  return (
    <aside class="panel" aria-label={dot.label}>
      <a class="close" href={to(undefined)} aria-label="Close">
        ×
      </a>
      <p class="kind">
        <Swatch look={dot.role} /> {dot.role.label} · {degrees(ties).get(dot.id) ?? 0} ties
      </p>
      <h2>
        <a href={dot.page}>{dot.label}</a>
      </h2>
      <ul>
        {ties.map((tie) => {
          const outward = tie.from.id === dot.id;
          const other = outward ? tie.to : tie.from;
          return (
            <li key={`${tie.kind.name} ${tie.page} ${other.id}`}>
              <Swatch look={tie.kind} line />
              <span>
                {outward ? tie.what : ''} <a href={to(other.id)}>{other.label}</a> {outward ? '' : tie.what}
                {[tie.detail, tie.when].filter(Boolean).map((said) => (
                  <span key={said} class="quiet">
                    {' '}
                    · {said}
                  </span>
                ))}{' '}
                <a
                  class="quiet"
                  href={tie.page}
                  aria-label={`Open ${tie.kind.label.toLowerCase()} of ${tie.from.label}, ${tie.to.label}`}
                >
                  open
                </a>
              </span>
            </li>
          );
        })}
      </ul>
    </aside>
  );
}
