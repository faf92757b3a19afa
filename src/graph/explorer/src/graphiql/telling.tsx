// The panel beside GraphiQL: what the last operation cost, how long each stage took, what it became.
import type { GraphiQLPlugin } from '@graphiql/react';
import { useSyncExternalStore } from 'react';
import { type Explained, hearTold, readTold, type Stage, type Told } from './told';

export const TELLING: GraphiQLPlugin = { title: 'Plan and cost', icon: TellingIcon, content: Telling };

function Telling() {
  const told = useSyncExternalStore(hearTold, readTold);
  return (
    <section aria-label="Plan and cost" className="explorer-told">
      <h2>Plan and cost</h2>
      {told ? (
        <Everything told={told} />
      ) : (
        <p>Run an operation: while this is open, the server tells what it became.</p>
      )}
    </section>
  );
}

function Everything({ told }: { told: Told }) {
  const { cost, explain, stages, notes, milliseconds, bytes } = told;
  return (
    <>
      <dl>
        <dt>Answered in</dt>
        <dd>{readTime(milliseconds)}</dd>
        <dt>Answer</dt>
        <dd>{bytes.toLocaleString('en')} bytes</dd>
        {cost && (
          <>
            <dt>Rows it could read</dt>
            <dd>
              {cost.estimated.toLocaleString('en')} <small>of at most {cost.limit.toLocaleString('en')}</small>
            </dd>
          </>
        )}
      </dl>
      {stages.length > 0 && <Stages stages={stages} notes={notes} />}
      {explain.map((each) => (
        <Field key={each.field} explained={each} />
      ))}
      {explain.length === 0 && (
        <p className="quiet">
          No plan was told. A server with <code>GRAPH_DEVELOPMENT=true</code> tells plan and SQL of what it reads from
          its database.
        </p>
      )}
    </>
  );
}

function Stages({ stages, notes }: { stages: Stage[]; notes: string[] }) {
  const total = stages.find(({ name }) => name === 'total')?.milliseconds;
  const parts = stages.filter(({ name }) => name !== 'total');
  const longest = Math.max(...parts.map(({ milliseconds }) => milliseconds), 0.001);
  return (
    <>
      <h3>In the server{total !== undefined && `: ${readTime(total)}`}</h3>
      <table>
        <thead>
          <tr>
            <th scope="col">Stage</th>
            <th scope="col">Time</th>
            <td />
          </tr>
        </thead>
        <tbody>
          {parts.map(({ name, milliseconds }) => (
            <tr key={name}>
              <th scope="row">{name}</th>
              <td>{readTime(milliseconds)}</td>
              <td aria-hidden="true">
                <span className="bar" style={{ width: `${(milliseconds / longest) * 100}%` }} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
      {notes.length > 0 && <p className="quiet">{notes.join(' · ')}</p>}
    </>
  );
}

function Field({ explained: { field, plan, sql, databasePlan, warnings } }: { explained: Explained }) {
  return (
    <section aria-label={`What ${field} became`}>
      <h3>{field}</h3>
      {warnings.map((warning) => (
        <p key={warning} role="alert">
          {warning}
        </p>
      ))}
      <Text title="SQL" text={sql} open />
      <Text title="Plan of the database" text={databasePlan.join('\n')} open />
      <Text title="Plan of the server" text={plan} />
    </section>
  );
}

function Text({ title, text, open = false }: { title: string; text: string; open?: boolean }) {
  return (
    <details open={open}>
      <summary>{title}</summary>
      <pre tabIndex={0}>{text}</pre>
    </details>
  );
}

function readTime(milliseconds: number): string {
  return `${milliseconds.toLocaleString('en', { maximumSignificantDigits: 2 })} ms`;
}

function TellingIcon() {
  return (
    <svg viewBox="0 0 24 24" height="1em" fill="none" stroke="currentColor" strokeWidth="1.5" aria-hidden="true">
      <path d="M4 18a8.5 8.5 0 1 1 16 0M12 14l4-5" strokeLinecap="round" />
      <circle cx="12" cy="15" r="1.4" fill="currentColor" />
    </svg>
  );
}
