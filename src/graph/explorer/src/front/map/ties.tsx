// The map as a table: for the keyboard, for those who listen, and to print.
import { useState } from 'preact/hooks';
import type { Dot } from './graph';
import { Swatch } from './swatch';
import type { View } from './view';

const SOME = 100;

type Props = { view: View; chosen: Dot | undefined; to: (at?: string) => string };

export function Ties({ view, chosen, to }: Props) {
  const [most, setMost] = useState(SOME);
  const ties = chosen
    ? view.ties.filter(({ from, to: end }) => from.id === chosen.id || end.id === chosen.id)
    : view.ties;
  return (
    <details class="ties">
      <summary>
        The same as a table: {ties.length} ties{chosen ? ` of ${chosen.label}` : ` between ${view.dots.length}`}
      </summary>
      <div class="scroll" tabIndex={0} role="region" aria-label="Ties">
        <table>
          <thead>
            <tr>
              <th scope="col">From</th>
              <th scope="col">Tie</th>
              <th scope="col">To</th>
              <th scope="col">When</th>
              <th scope="col">Map</th>
            </tr>
          </thead>
          <tbody>
            {ties.slice(0, most).map(({ from, to: end, kind, what, detail, when, page }) => (
              <tr key={`${kind.name} ${page} ${from.id} ${end.id}`}>
                <th scope="row">
                  <a href={from.page}>{from.label}</a>
                </th>
                <td data-label="Tie">
                  <Swatch look={kind} line /> <a href={page}>{what || kind.label}</a>
                  {detail && <span class="quiet"> · {detail}</span>}
                </td>
                <td data-label="To">
                  <a href={end.page}>{end.label}</a>
                </td>
                <td data-label="When">{when}</td>
                <td data-label="Map">
                  <a href={to(from.id)} aria-label={`Show ${from.label} on the map`}>
                    show
                  </a>
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      {ties.length > most && (
        <button type="button" onClick={() => setMost(most + 500)}>
          More
        </button>
      )}
    </details>
  );
}
