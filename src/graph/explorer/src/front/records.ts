// Downloads. In: records, or the query of a table. Out: a file in JSON, CSV or NDJSON.
import { address } from './client';

export type Format = 'json' | 'csv' | 'ndjson';
type Cells = Record<string, unknown>;

const MEDIA: Record<Format, string> = { json: 'application/json', csv: 'text/csv', ndjson: 'application/x-ndjson' };

export function write(format: Format, whole: unknown, records: Cells[]): string {
  if (format === 'json') return `${JSON.stringify(whole, null, 2)}\n`;
  if (format === 'ndjson') return records.map((record) => `${JSON.stringify(record)}\n`).join('');
  return writeTable(records.map(flatten));
}

/** `{ a: { b: 1 }, c: [1, 2] }` is `{ "a.b": 1, c: "[1,2]" }`. */
export function flatten(record: Cells): Cells {
  const cells: Cells = {};
  for (const [name, value] of Object.entries(record)) {
    if (value && typeof value === 'object' && !Array.isArray(value)) {
      for (const [inner, each] of Object.entries(flatten(value as Cells))) cells[`${name}.${inner}`] = each;
    } else {
      cells[name] = Array.isArray(value) ? JSON.stringify(value) : value;
    }
  }
  return cells;
}

function writeTable(rows: Cells[]): string {
  const columns = [...new Set(rows.flatMap(Object.keys))];
  const lines = [columns, ...rows.map((row) => columns.map((column) => row[column]))];
  return lines.map((line) => `${line.map(quote).join(',')}\r\n`).join('');
}

// A sheet must not take a printed value such as =1+1 for a formula.
function quote(value: unknown): string {
  const text = value === null || value === undefined ? '' : String(value);
  const safe = typeof value === 'string' && /^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text;
  return /[",\r\n]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
}

/** Every row of a table, past its page: the server writes the lines, whatever their number. */
export async function fetchRows(format: Format, query: string, variables: object): Promise<Blob | string> {
  const accept = format === 'json' ? MEDIA.ndjson : MEDIA[format];
  const response = await fetch(address, {
    method: 'POST',
    headers: { 'Content-Type': 'application/json', Accept: accept },
    body: JSON.stringify({ query, variables }),
  });
  if (!response.ok || !response.headers.get('Content-Type')?.startsWith(accept)) throw new Error(response.statusText);
  if (format !== 'json') return response.blob();
  const lines = (await response.text()).split('\n').filter(Boolean);
  return `[\n${lines.map((line) => `  ${line}`).join(',\n')}\n]\n`;
}

export function save(name: string, format: Format, content: string | Blob): void {
  const link = document.createElement('a');
  link.href = URL.createObjectURL(new Blob([content], { type: MEDIA[format] }));
  link.download = `${name}.${format}`;
  link.click();
  URL.revokeObjectURL(link.href);
}
