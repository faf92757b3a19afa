// What a page lets one take away: its operation into GraphiQL, its answer as a file.
import { useState } from 'preact/hooks';
import { type Format, save } from './records';

type Props = {
  name: string;
  query: string;
  variables: Record<string, unknown>;
  write: (format: Format) => Promise<string | Blob>; // the whole answer, also what the page does not show yet
};

const FORMATS: Format[] = ['json', 'csv', 'ndjson'];

export function Actions({ name, query, variables, write }: Props) {
  const [state, setState] = useState<'idle' | 'writing' | 'failed'>('idle');
  const carried = new URLSearchParams({ query, variables: JSON.stringify(variables, null, 2) });

  async function download(format: Format) {
    setState('writing');
    try {
      save(name, format, await write(format));
      setState('idle');
    } catch {
      setState('failed');
    }
  }

  return (
    <div class="actions" role="group" aria-label="Take away">
      <a class="button" href={`./graphiql#${carried}`}>
        Open in GraphiQL
      </a>
      <span class="label">Download</span>
      {FORMATS.map((format) => (
        <button key={format} type="button" disabled={state === 'writing'} onClick={() => download(format)}>
          {format.toUpperCase()}
        </button>
      ))}
      <span role="status" class="quiet">
        {state === 'writing' && 'Writing the file …'}
        {state === 'failed' && 'The file could not be written. Try again.'}
      </span>
    </div>
  );
}
