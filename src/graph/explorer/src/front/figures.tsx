// Figures side by side: one line for each measure, one card for each value, and why they differ.
import { Mark } from './citation';
import { type Citation, humanize, type PartialDate, type Quantity } from './known';
import { labelOf, pageOf, type Row } from './labels';
import { type Link, type Place, useGrowing } from './link-pages';
import { More } from './more';
import type { Field, Shape } from './shape';
import { Measured } from './values';

type Figure = Row & {
  measure: string;
  quantity: Quantity;
  period: PartialDate | null;
  status: string;
  scopeNote: string | null;
  inferred: boolean;
  discrepancies?: { nodes: Discrepancy[] };
};
type Discrepancy = Row & { kind: string; text: string; printed: string | null; computed: string | null };

export function Figures({ place, field, first }: { place: Place; field: Field; first: Link }) {
  const { shape } = place;
  const [link, growing] = useGrowing(place, field, first);
  const figures = link.edges.map(({ node }) => node as Figure);
  const measures = [...new Set(figures.map(({ measure }) => measure))];
  const told = new Map(figures.flatMap((figure) => (figure.discrepancies?.nodes ?? []).map((each) => [each.id, each])));
  return (
    <section class="link">
      <h2 title={field.description}>
        {humanize(field.name)} <span class="count">{link.totalCount}</span>
      </h2>
      <dl class="figures">
        {measures.map((measure) => (
          <div key={measure}>
            <dt>{humanize(measure)}</dt>
            {figures
              .filter((figure) => figure.measure === measure)
              .map((figure) => (
                <dd key={figure.id} class={figure.status === 'PLANNED' ? 'card planned' : 'card'}>
                  <Measured quantity={figure.quantity} />{' '}
                  <Mark citation={figure.citation as Citation | null} of={humanize(measure)} />
                  <span class="said">
                    {[figure.status === 'PLANNED' && 'planned', figure.period?.asPrinted, figure.scopeNote]
                      .filter(Boolean)
                      .join(' · ')}
                  </span>
                  <a class="quiet" href={pageOf(shape, figure)} aria-label={`More of ${labelOf(shape, figure)}`}>
                    more
                  </a>
                </dd>
              ))}
          </div>
        ))}
      </dl>
      <More shown={link.edges.length} link={link} growing={growing} />
      {told.size > 0 && (
        <div class="discrepancies">
          {[...told.values()].map((each) => (
            <Explained key={each.id} shape={shape} discrepancy={each} />
          ))}
        </div>
      )}
    </section>
  );
}

function Explained({ shape, discrepancy }: { shape: Shape; discrepancy: Discrepancy }) {
  const { text, printed, computed } = discrepancy;
  return (
    <div class="discrepancy">
      <p>
        <a href={pageOf(shape, discrepancy)}>These do not agree</a>: {text}
      </p>
      {(printed || computed) && (
        <p class="quiet">
          {printed && `Printed: ${printed}.`} {computed && `Computed: ${computed}.`}
        </p>
      )}
    </div>
  );
}
