// A table of any entity: sorted, filtered and paged by the server; all of it kept in the address.
import { Actions } from './actions';
import { Mark } from './citation';
import { ask } from './client';
import { type Citation, humanize, SHOWN_ELSEWHERE } from './known';
import { labelOf, type Row } from './labels';
import { Message, Shown } from './messages';
import { fetchRows } from './records';
import { addressOf, type Route, replaceAddress } from './route';
import { labelFields, tableOperation } from './selections';
import type { Entity, Field, Shape } from './shape';
import { filterOf, type Page, readPage, sortKey, writePage } from './table-address';
import { useAnswer } from './use-answer';
import { useTitle } from './use-title';
import { NodeLink, Value } from './values';

type Info = { hasNextPage: boolean; hasPreviousPage: boolean; startCursor: string | null; endCursor: string | null };
type Answered = Record<string, { totalCount: number; pageInfo: Info; nodes: Row[] }>;

export function TablePage({ shape, entity, route }: { shape: Shape; entity: Entity; route: Route }) {
  const page = readPage(route);
  const query = tableOperation(shape, entity);
  const variables = { ...page.window, ...filterOf(shape, entity, page) };
  const to = (change: Partial<Page>) => writePage(entity, { ...page, window: { first: page.size }, ...change });
  const answer = useAnswer<Answered>(`${query} ${JSON.stringify(variables)}`, (done) =>
    ask<Answered, typeof variables>(query, variables, done),
  );
  useTitle(humanize(entity.many!));
  return (
    <section class="table-page">
      <header>
        <h1>{humanize(entity.many!)}</h1>
        {entity.description && <p class="lead">{entity.description}</p>}
      </header>
      <search class="tools">
        <label>
          <span class="label">Filter</span>
          <input
            type="search"
            value={page.text}
            placeholder="words in any text"
            onInput={(event) => replaceAddress(to({ text: event.currentTarget.value }))}
          />
        </label>
      </search>
      <Shown answer={answer}>
        {(data) => {
          const { totalCount, pageInfo, nodes } = data[entity.many!]!;
          return (
            <>
              <Actions
                name={entity.many!}
                query={query}
                variables={variables}
                write={(format) => fetchRows(format, query, filterOf(shape, entity, page))}
              />
              {nodes.length === 0 ? (
                <Message tone="calm" title={page.text ? 'Nothing holds these words.' : 'There are none yet.'} />
              ) : (
                <Rows shape={shape} entity={entity} nodes={nodes} page={page} to={to} />
              )}
              <Pager info={pageInfo} total={totalCount} shown={nodes.length} page={page} to={to} />
            </>
          );
        }}
      </Shown>
    </section>
  );
}

type To = (change: Partial<Page>) => string;

function Rows(props: { shape: Shape; entity: Entity; nodes: Row[]; page: Page; to: To }) {
  const { shape, entity, nodes, page, to } = props;
  const title = labelFields(entity);
  const titled = title.length === 1 ? title[0] : undefined;
  const columns = entity.fields.filter(
    ({ kind, name }) => kind !== 'many' && !SHOWN_ELSEWHERE.has(name) && name !== titled?.name,
  );
  return (
    <div class="scroll" tabIndex={0} role="region" aria-label={humanize(entity.many!)}>
      <table>
        <thead>
          <tr>
            {titled ? (
              <Sorted shape={shape} field={titled} page={page} to={to} />
            ) : (
              <th scope="col">{humanize(entity.name)}</th>
            )}
            {columns.map((field) => (
              <Sorted key={field.name} shape={shape} field={field} page={page} to={to} />
            ))}
          </tr>
        </thead>
        <tbody>
          {nodes.map((row) => (
            <tr key={row.id}>
              <th scope="row">
                <NodeLink shape={shape} row={row} />{' '}
                <Mark citation={row.citation as Citation | null} of={labelOf(shape, row)} />
              </th>
              {columns.map((field) => (
                <td key={field.name} data-label={humanize(field.name)}>
                  {row[field.name] !== null && <Value shape={shape} field={field} value={row[field.name]} />}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

// A heading that sorts, up and then down.
function Sorted({ shape, field, page, to }: { shape: Shape; field: Field; page: Page; to: To }) {
  const key = sortKey(shape, field);
  if (!key) return <th scope="col">{humanize(field.name)}</th>;
  const [by, direction] = page.sort.split(':');
  const now = by === key ? direction : undefined;
  return (
    <th
      scope="col"
      title={field.description}
      aria-sort={now === 'DESC' ? 'descending' : now === 'ASC' ? 'ascending' : undefined}
    >
      <a href={to({ sort: `${key}:${now === 'ASC' ? 'DESC' : 'ASC'}` })}>
        {humanize(field.name)}
        <span aria-hidden="true">{now === 'DESC' ? ' ↓' : now === 'ASC' ? ' ↑' : ''}</span>
      </a>
    </th>
  );
}

function Pager(props: { info: Info; total: number; shown: number; page: Page; to: To }) {
  const { info, total, shown, page, to } = props;
  const back = { last: page.size, before: info.startCursor ?? undefined };
  const on = { first: page.size, after: info.endCursor ?? undefined };
  return (
    <nav class="pager" aria-label="Pages">
      {info.hasPreviousPage && (
        <>
          <a href={to({})}>First</a>
          <a href={to({ window: back })} rel="prev">
            ← Previous
          </a>
        </>
      )}
      <span role="status">
        {shown} of {total}
      </span>
      {info.hasNextPage && (
        <a href={to({ window: on })} rel="next">
          Next →
        </a>
      )}
      <label>
        <span class="label">Rows</span>
        <select
          value={String(page.size)}
          onChange={(event) => {
            const size = Number(event.currentTarget.value);
            window.location.hash = to({ size, window: { first: size } });
          }}
        >
          {[10, 25, 100, 500].map((size) => (
            <option key={size}>{size}</option>
          ))}
        </select>
      </label>
    </nav>
  );
}

/** Every entity that has a table, with how many there are. */
export function Tables({ shape, counts }: { shape: Shape; counts: Record<string, number> }) {
  const entities = [...shape.entities.values()].filter((entity) => entity.many);
  return (
    <ul class="tables">
      {entities.map((entity) => (
        <li key={entity.name}>
          <a href={addressOf(['table', entity.many!])}>{humanize(entity.many!)}</a>{' '}
          {entity.concrete.some((name) => name in counts) && (
            <span class="count">{entity.concrete.reduce((sum, name) => sum + (counts[name] ?? 0), 0)}</span>
          )}
        </li>
      ))}
    </ul>
  );
}
