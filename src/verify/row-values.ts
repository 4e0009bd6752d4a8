/** Rows as they come and rows as they are stored, in one form in which they can be compared by value. */
import { isDeepStrictEqual } from 'node:util';
import { microseconds } from '../core/columns/kinds/times.ts';
import { kinds } from '../core/columns/kinds.ts';
import type { Row } from '../core/events.ts';
import type { ResultRow } from '../core/query-result.ts';
import { columnNames, rowToCells } from '../destinations/sql/cells.ts';
import type { ColumnKind } from '../destinations/sql/table.ts';
import { parseJsonExactly } from '../json/exactly.ts';
import type { Stream } from '../streams/stream.ts';
import { ownValue } from './borrowed.ts';
import { isTrue, name, type Stored } from './stored.ts';

type Value = unknown;

/** A row: its values in the order of `RowForm.names`, and its key. */
export interface RowValues {
  key: Value[];
  values: Value[];
}

export interface RowForm {
  /** The columns that are compared. */
  names: readonly string[];
  /** What to select of the table, for `stored`. */
  select: string;
  /** Undefined where the row has no key. */
  expected(row: Row): RowValues | undefined;
  stored(row: ResultRow): RowValues;
  /** The columns in which two rows differ. */
  differing(a: RowValues, b: RowValues): string[];
  /** Whether what differs in a column is the record's own, and not what it shows of other objects. */
  isOwn(column: string, a: RowValues, b: RowValues): boolean;
}

/** The forms of a stream's rows, of the columns that its table has. */
export function rowForm(stream: Stream, { columns, dialect }: Pick<Stored, 'columns' | 'dialect'>): RowForm {
  const all = columnNames(stream.columns);
  const held = columns.get(stream.name) ?? new Set();
  const names = [...all.filter((one) => held.has(one)), '_extra'];
  const kindOf = (column: string): ColumnKind => (column === '_extra' ? 'json' : stream.columns[column]!.kind);
  const toCells = rowToCells(stream.columns);
  const indexes = names.map((one) => all.indexOf(one));
  const keyIndexes = stream.primaryKey.map((one) => names.indexOf(one));
  const withKey = (values: Value[]): RowValues => ({ key: keyIndexes.map((i) => values[i]), values });
  const read = names.map((one) => valueOfText(kindOf(one)));
  const asStored = dialect === 'postgres' ? withoutNul : (text: string) => text;
  return {
    names,
    select: names.map(name).join(', '),
    expected(row) {
      const { cells, extra } = toCells(row);
      const values = indexes.map((index, i) => {
        const cell = index < 0 ? extra : cells[index];
        if (cell === null || cell === undefined) return null;
        if (typeof cell !== 'string') return cell;
        const json = isJson(kindOf(names[i]!));
        return json ? parseJsonExactly(asStored(cell, true)) : asStored(cell, false);
      });
      const found = withKey(values);
      return found.key.includes(null) ? undefined : found;
    },
    stored: (row) => withKey(row.map((text, i) => (text === null ? null : read[i]!(text)))),
    differing: (a, b) => names.filter((_, i) => !isDeepStrictEqual(a.values[i], b.values[i])),
    isOwn: (column, a, b) => {
      const i = names.indexOf(column);
      const own = (values: Value[]) => ownValue(stream.name, column, values[i]);
      return !isDeepStrictEqual(own(a.values), own(b.values));
    },
  };
}

export const keyText = ({ key }: RowValues): string => JSON.stringify(key);

const isJson = (kind: ColumnKind): boolean => kinds[kind].cellType === 'json';

function valueOfText(kind: ColumnKind): (text: string) => Value {
  const { cellType } = kinds[kind];
  if (cellType === 'number') return Number;
  if (cellType === 'bool') return isTrue;
  if (cellType === 'time') return (text) => microseconds(text) ?? text;
  return cellType === 'json' ? parseJsonExactly : (text) => text;
}

/** PostgreSQL holds no NUL, neither in text nor in JSON. */
const withoutNul = (text: string, json: boolean): string =>
  json
    ? text.replace(/\\u0000|\\./g, (found) => (found === '\\u0000' ? '\ufffd' : found))
    : text.replaceAll('\0', '\ufffd');
