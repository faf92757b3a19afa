// The page of one node: its fields, its figures side by side, its links both ways, each fact with its citation.
import { Actions } from './actions';
import { Mark } from './citation';
import { ask } from './client';
import { Figures } from './figures';
import { type Citation, humanize, SHOWN_ELSEWHERE } from './known';
import { labelOf, type Row } from './labels';
import { type Link, wholeRow } from './link-pages';
import { Links } from './links';
import { Message, Shown } from './messages';
import { write } from './records';
import { addressOf } from './route';
import { entityOperation, labelFields, manyOf } from './selections';
import type { Entity, Field, Shape } from './shape';
import { useAnswer } from './use-answer';
import { useTitle } from './use-title';
import { Value } from './values';

type Answered = Record<string, Row | null>;

export function EntityPage(props: { shape: Shape; entity: Entity; address: string }) {
  const { shape, entity, address } = props;
  const query = entityOperation(shape, entity);
  const variables = { key: address };
  const answer = useAnswer<Answered>(`${query} ${address}`, (done) =>
    ask<Answered, typeof variables>(query, variables, done),
  );
  return (
    <Shown answer={answer}>
      {(data) => {
        const row = data[entity.one!];
        if (!row) return <Missing entity={entity} address={address} />;
        const name = `${entity.one}-${address}`.replaceAll(/[^\w-]+/g, '-');
        return (
          <article class="entity">
            <Heading shape={shape} entity={entity} row={row} />
            <Actions
              name={name}
              query={query}
              variables={variables}
              write={async (format) => {
                const whole = await wholeRow(props, row);
                return write(format, whole, recordsOf(entity, whole));
              }}
            />
            <Facts shape={shape} entity={entity} row={row} />
            {figuresFirst(manyOf(entity)).map((field) => {
              const link = row[field.name] as Link;
              if (link.edges.length === 0) return null;
              const Section = field.type === 'Figure' ? Figures : Links;
              return <Section key={field.name} place={props} field={field} first={link} owner={row} />;
            })}
            <Nothing entity={entity} row={row} />
          </article>
        );
      }}
    </Shown>
  );
}

function figuresFirst(links: Field[]): Field[] {
  return links.toSorted((one, other) => Number(other.type === 'Figure') - Number(one.type === 'Figure'));
}

function Missing({ entity, address }: { entity: Entity; address: string }) {
  return (
    <Message tone="calm" title={`There is no ${humanize(entity.name).toLowerCase()} “${address}”.`}>
      {entity.many && <a href={addressOf(['table', entity.many])}>All {humanize(entity.many).toLowerCase()}</a>}
    </Message>
  );
}

function Heading({ shape, entity, row }: { shape: Shape; entity: Entity; row: Row }) {
  const label = labelOf(shape, row);
  useTitle(label);
  const described = typeof row.description === 'string' ? row.description : undefined;
  return (
    <header>
      <p class="kind" title={entity.description}>
        {entity.many ? <a href={addressOf(['table', entity.many])}>{humanize(entity.name)}</a> : humanize(entity.name)}
      </p>
      <h1>
        {label} <Mark citation={row.citation as Citation | null} of={label} />
      </h1>
      {described && <p class="lead">{described}</p>}
    </header>
  );
}

function Facts({ shape, entity, row }: { shape: Shape; entity: Entity; row: Row }) {
  const title = labelFields(entity);
  const heading = title.length === 1 ? title[0]?.name : undefined;
  const fields = factsOf(entity).filter(({ name }) => name !== heading && isSaid(row[name]));
  if (fields.length === 0) return null;
  return (
    <dl class="facts">
      {fields.map((field) => {
        const value = row[field.name];
        const cited = field.kind === 'one' ? (value as { citation?: Citation } | null)?.citation : undefined;
        return (
          <div key={field.name}>
            <dt title={field.description}>{humanize(field.name)}</dt>
            <dd>
              <Value shape={shape} field={field} value={value} /> <Mark citation={cited} of={humanize(field.name)} />
            </dd>
          </div>
        );
      })}
    </dl>
  );
}

function factsOf(entity: Entity): Field[] {
  return entity.fields.filter(
    ({ kind, name }) => kind !== 'many' && !SHOWN_ELSEWHERE.has(name) && name !== 'description',
  );
}

function isSaid(value: unknown): boolean {
  return value !== null && value !== undefined && value !== '' && !(Array.isArray(value) && value.length === 0);
}

// What is not said, and links that lead nowhere, are named in one line, so that their absence is known.
function Nothing({ entity, row }: { entity: Entity; row: Row }) {
  const unsaid = factsOf(entity).filter(({ name }) => !isSaid(row[name]));
  const empty = [...unsaid, ...manyOf(entity).filter(({ name }) => (row[name] as Link).edges.length === 0)];
  if (empty.length === 0) return null;
  return (
    <p class="quiet nothing">
      Nothing is recorded under {empty.map(({ name }) => humanize(name).toLowerCase()).join(', ')}.
    </p>
  );
}

/** The node, then each node it links to with what the link says: lines of CSV and NDJSON. */
function recordsOf(entity: Entity, row: Row): Record<string, unknown>[] {
  const links = manyOf(entity);
  const own = Object.fromEntries(Object.entries(row).filter(([name]) => !links.some((link) => link.name === name)));
  return [
    { link: '', ...own },
    ...links.flatMap(({ name }) =>
      (row[name] as Link).edges.map(({ node, ...said }) => ({
        link: name,
        ...node,
        ...(Object.keys(said).length > 0 ? { edge: said } : {}),
      })),
    ),
  ];
}
