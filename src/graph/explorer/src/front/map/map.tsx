// The map: what is on it, the canvas, what is known of the chosen dot, and the same as a table.
import { useMemo } from 'preact/hooks';
import { humanize } from '../known';
import { Message } from '../messages';
import { addressOf, type Route, replaceAddress } from '../route';
import { MapCanvas } from './canvas';
import { type Dot, type Ecosystem, KINDS, type Kind, ROLES, type Role } from './ecosystem';
import { Ties } from './ties';
import { degrees, READABLE, type View, viewOf } from './view';

// Nearly everyone is in one region: shown, that tie would cover all others.
const HIDDEN_FIRST = 'region';

export function EcosystemMap({ whole, route }: { whole: Ecosystem; route: Route }) {
  const hide = route.parameters.get('hide') ?? HIDDEN_FIRST;
  const chosen = route.parameters.get('at') ?? undefined;
  const all = route.parameters.has('all');
  // Only of a large graph does the choice decide what is drawn.
  const around = whole.dots.length > READABLE ? chosen : undefined;
  const view = useMemo(
    () => viewOf(whole, new Set(hide.split(',') as (Role | Kind)[]), around, all),
    [whole, hide, all, around],
  );
  const to = (change: { hide?: string; at?: string; all?: string }) =>
    addressOf([], {
      hide: hide === HIDDEN_FIRST ? undefined : hide,
      at: chosen,
      all: all ? 'yes' : undefined,
      ...change,
    });
  const dot = chosen ? view.dots.find(({ id }) => id === chosen) : undefined;
  if (whole.dots.length === 0) return <Message tone="calm" title="There are no organizations yet." />;
  return (
    <section class="map" aria-label="Map of the ecosystem">
      <Filters whole={whole} hide={hide} write={(value) => replaceAddress(to({ hide: value || 'none' }))} />
      <div class="ground">
        <MapCanvas view={view} chosen={chosen} choose={(id) => replaceAddress(to({ at: id }))} />
        {dot && <Panel dot={dot} view={view} to={(at) => to({ at })} />}
      </div>
      {view.left > 0 && (
        <p class="quiet" role="status">
          {chosen ? 'Only what is near the chosen one is drawn' : 'Only the best-tied are drawn'}; {view.left} are left
          out. <a href={to({ all: 'yes' })}>Draw all</a>
        </p>
      )}
      <Ties view={view} chosen={dot} to={(at) => to({ at })} />
    </section>
  );
}

function Filters({ whole, hide, write }: { whole: Ecosystem; hide: string; write: (hide: string) => void }) {
  const hidden = new Set(hide.split(','));
  const toggle = (name: string) => {
    const next = new Set(hidden);
    next.delete('none');
    if (!next.delete(name)) next.add(name);
    write([...next].join(','));
  };
  const roles = ROLES.filter((role) => whole.dots.some((dot) => dot.role === role));
  const kinds = KINDS.filter((kind) => whole.ties.some((tie) => tie.kind === kind));
  const choice = (name: Role | Kind, swatch: string, shown: string) => (
    <label key={`${swatch} ${name}`} class="choice">
      <input type="checkbox" checked={!hidden.has(name)} onChange={() => toggle(name)} />
      <span class={`${swatch} ${name}`} aria-hidden="true" />
      {shown}
    </label>
  );
  return (
    <div class="filters">
      <fieldset>
        <legend>Who</legend>
        {roles.filter((role) => role !== 'group').map((role) => choice(role, 'dot', humanize(role)))}
      </fieldset>
      <fieldset>
        <legend>Ties</legend>
        {kinds.map((kind) => choice(kind, 'line', humanize(kind)))}
      </fieldset>
    </div>
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
        <span class={`dot ${dot.role}`} aria-hidden="true" /> {humanize(dot.role)} · {degrees(ties).get(dot.id) ?? 0}{' '}
        ties
      </p>
      <h2>
        <a href={dot.page}>{dot.label}</a>
      </h2>
      <ul>
        {ties.map((tie) => {
          const outward = tie.from.id === dot.id;
          const other = outward ? tie.to : tie.from;
          return (
            <li key={`${tie.page} ${other.id}`}>
              <span class={`line ${tie.kind}`} aria-hidden="true" />
              <span>
                {outward ? tie.what : ''} <a href={to(other.id)}>{other.label}</a> {outward ? '' : tie.what}
                {[tie.detail, tie.when].filter(Boolean).map((said) => (
                  <span key={said} class="quiet">
                    {' '}
                    · {said}
                  </span>
                ))}{' '}
                <a class="quiet" href={tie.page} aria-label={`Open ${tie.kind} of ${tie.from.label}, ${tie.to.label}`}>
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
