/** What a query of PostgreSQL's gives: its own texts, which are exact. */
import type { CellKind, ResultColumn, ResultRow } from '../../core/query-result.ts';

interface Field {
  name: string;
  dataTypeID: number;
}

/** Types by their ids in pg_type, which are the same on every server. */
const kindsByType = new Map<number, CellKind>([
  [16, 'boolean'],
  ...[20, 21, 23, 26, 700, 701, 1700].map((id): [number, CellKind] => [id, 'number']),
  [114, 'json'],
  [3802, 'json'],
]);

const [timestamp, timestamptz] = [1114, 1184];

export const columnsOf = (fields: readonly Field[]): ResultColumn[] =>
  fields.map(({ name, dataTypeID }) => ({ name, kind: kindsByType.get(dataTypeID) ?? 'text' }));

/** Of texts as a session in UTC gives them, times in ISO style. */
export function rowsOf(fields: readonly Field[], rows: readonly ResultRow[]): ResultRow[] {
  const rewrites = fields.map(({ dataTypeID }) => rewriteOf(dataTypeID));
  return rows.map((row) => row.map((text, i) => (text === null ? null : (rewrites[i]?.(text) ?? text))));
}

function rewriteOf(type: number): ((text: string) => string) | undefined {
  if (kindsByType.get(type) === 'boolean') return (text) => (text === 't' ? 'true' : 'false');
  if (type === timestamp) return (text) => text.replace(' ', 'T');
  if (type === timestamptz) return (text) => text.replace(' ', 'T').replace(/\+00$/, 'Z');
  return undefined;
}

/** Every value as the text that the server sends. */
export const asText = { getTypeParser: () => (text: string) => text };
