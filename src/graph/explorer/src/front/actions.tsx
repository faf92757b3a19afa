// What a page lets one take away: its operation into GraphiQL, its answer as a file.
import { type Format, save, write } from './records';

type Props = {
  name: string;
  query: string;
  variables: Record<string, unknown>;
  whole: unknown;
  records: Record<string, unknown>[];
};

export function Actions({ name, query, variables, whole, records }: Props) {
  const carried = new URLSearchParams({ query, variables: JSON.stringify(variables, null, 2) });
  const formats: Format[] = ['json', 'csv', 'ndjson'];
  return (
    <div class="actions" role="group" aria-label="Take away">
      <a class="button" href={`./graphiql#${carried}`}>
        Open in GraphiQL
      </a>
      <span class="label">Download</span>
      {formats.map((format) => (
        <button key={format} type="button" onClick={() => save(name, format, write(format, whole, records))}>
          {format.toUpperCase()}
        </button>
      ))}
    </div>
  );
}
