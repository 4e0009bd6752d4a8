/** What other connectors gave, in the form of the truth: the fields that it has, times in unix seconds, lists of objects as their ids. */
import type { Row, Rows } from './workspace.ts';

const times = new Set(['created_at', 'updated_at']);
const lists = new Set(['tags', 'segments', 'companies', 'contacts']);

/**
 * The rows of a stream by what tells them apart; throws where two have the same.
 * @param expected the truth, whose fields are compared
 */
export function rowsOf(records: readonly Row[], expected: Rows): Rows {
  const [example] = expected.values();
  const fields = Object.keys(example ?? {});
  const key = 'full_name' in (example ?? {}) ? 'full_name' : 'id';
  const rows: Rows = new Map(
    records.map((one) => [String(one[key]), Object.fromEntries(fields.map((name) => [name, comparable(one, name)]))]),
  );
  if (rows.size !== records.length) throw new Error(`${records.length - rows.size} records have come twice.`);
  return rows;
}

function comparable(record: Row, field: string): unknown {
  if (field === 'author' || field === 'email') return authorOrEmail(record, field);
  const value = record[field];
  if (times.has(field)) return typeof value === 'string' ? Date.parse(value) / 1000 : value;
  return lists.has(field) ? idsIn(value) : value;
}

/** A part's author is told by an id, an activity's by an email. */
function authorOrEmail(record: Row, field: 'author' | 'email'): unknown {
  if (field === 'author') return (record.author as Row).id;
  return 'performed_by' in record ? (record.performed_by as Row).email : record.email;
}

/** Of a list, or of what Intercom wraps one in. */
function idsIn(value: unknown): unknown {
  const list = Array.isArray(value) ? value : Object.values((value ?? {}) as Row).find(Array.isArray);
  return ((list ?? []) as Row[]).map(({ id }) => String(id)).sort();
}
