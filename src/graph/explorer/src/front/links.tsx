// One link of a node: a small table of what it leads to, columns where anything is said.
import { useState } from 'preact/hooks';
import { Mark } from './citation';
import { type Citation, humanize, type Quantity, SHOWN_ELSEWHERE } from './known';
import { labelOf, type Row, textOf } from './labels';
import { type Link, type Place, useGrowing } from './link-pages';
import { More } from './more';
import { labelFields } from './selections';
import type { Field } from './shape';
import { Measured, NodeLink, Value } from './values';

type Props = { place: Place; field: Field; first: Link; owner: Row };
type Figure = Row & { measure: string; status?: string; quantity: Quantity; period?: { asPrinted: string } | null };

const FEW = 20; // rows of a link, until more are wanted

export function Links({ place, field, first, owner }: Props) {
  const { shape } = place;
  const [link, growing] = useGrowing(place, field, first);
  const [most, setMost] = useState(FEW);
  const shown = link.edges.slice(0, most);
  const more = () => {
    const all = most >= link.edges.length;
    setMost(all ? Number.POSITIVE_INFINITY : link.edges.length);
    if (all) growing.more();
  };
  const target = shape.entities.get(field.type)!;
  const heading = labelFields(target)[0];
  const titled = labelFields(target).length === 1 ? heading?.name : undefined;
  const nodes = link.edges.map(({ node }) => node);
  const said = field.edge.filter(({ name }) => name !== 'citation' && link.edges.some((edge) => present(edge[name])));
  const columns = target.fields.filter(
    ({ name, kind }) =>
      kind !== 'many' &&
      !SHOWN_ELSEWHERE.has(name) &&
      name !== titled &&
      nodes.some((node) => present(node[name])) &&
      nodes.some((node) => (node[name] as Row | null)?.id !== owner.id || kind !== 'one'),
  );
  const figures = nodes.some((node) => figuresOf(node).length > 0);
  return (
    <section class="link">
      <h2 title={field.description}>
        {humanize(field.name)} <span class="count">{link.totalCount}</span>
      </h2>
      <div class="scroll" tabIndex={0} role="region" aria-label={humanize(field.name)}>
        <table>
          <thead>
            <tr>
              <th scope="col">{humanize(target.name)}</th>
              {columns.map((column) => (
                <th key={column.name} scope="col" title={column.description}>
                  {humanize(column.name)}
                </th>
              ))}
              {figures && <th scope="col">Figures</th>}
              {said.map((column) => (
                <th key={`edge ${column.name}`} scope="col" title={column.description}>
                  {humanize(column.name)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {shown.map(({ node, ...edge }) => (
              <tr key={node.id}>
                <th scope="row">
                  <NodeLink shape={shape} row={node} owner={owner} />{' '}
                  <Mark citation={(edge.citation ?? node.citation) as Citation | null} of={labelOf(shape, node)} />
                </th>
                {columns.map((column) => (
                  <td key={column.name} data-label={humanize(column.name)}>
                    {present(node[column.name]) && <Value shape={shape} field={column} value={node[column.name]} />}
                  </td>
                ))}
                {figures && (
                  <td class="figured" data-label="Figures">
                    {figuresOf(node).length > 0 && <Carried figures={figuresOf(node)} />}
                  </td>
                )}
                {said.map((column) => (
                  <td key={`edge ${column.name}`} data-label={humanize(column.name)}>
                    {present(edge[column.name]) && <Value shape={shape} field={column} value={edge[column.name]} />}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
      <More shown={shown.length} link={link} growing={{ ...growing, more }} />
    </section>
  );

  function present(value: unknown): boolean {
    return value !== false && textOf(shape, value) !== '';
  }
}

// What a facility measures: now and planned, each with its source.
function Carried({ figures }: { figures: Figure[] }) {
  return (
    <ul class="carried">
      {figures.map((figure) => (
        <li key={figure.id}>
          <span class="quiet">{humanize(figure.measure)}</span> <Measured quantity={figure.quantity} />
          {figure.status === 'PLANNED' && (
            <span class="tag planned">{['planned', figure.period?.asPrinted].filter(Boolean).join(' · ')}</span>
          )}{' '}
          <Mark citation={figure.citation as Citation | null} of={humanize(figure.measure)} />
        </li>
      ))}
    </ul>
  );
}

function figuresOf(node: Row): Figure[] {
  return (node.figures as { nodes: Figure[] } | undefined)?.nodes ?? [];
}
