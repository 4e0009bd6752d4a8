/** The oracle of every stream, by its name, and what tests ask of them. */
import { type Column, type Columns, deletedAt, deletedReason } from '../../../src/core/columns/columns.ts';
import type { Row } from '../../../src/core/events.ts';
import type { Simulator } from '../../../src/simulator/index.ts';
import type { Stream } from '../../../src/streams/stream.ts';
import { calls } from './calls.ts';
import { companies } from './companies.ts';
import { connectors } from './connectors.ts';
import { contacts } from './contacts.ts';
import { content } from './content.ts';
import { conversationChildren } from './conversation-children.ts';
import { conversations } from './conversations.ts';
import { customObjects } from './custom-objects.ts';
import { exports } from './exports.ts';
import { knowledge } from './knowledge.ts';
import type { Oracle } from './oracle.ts';
import { people } from './people.ts';
import { reporting } from './reporting.ts';
import { tickets } from './tickets.ts';
import { workspace } from './workspace.ts';

/** By stream. */
export const oracles: Readonly<Record<string, Oracle>> = {
  ...contacts,
  ...companies,
  ...conversations,
  ...conversationChildren,
  ...tickets,
  ...content,
  ...people,
  ...workspace,
  ...calls,
  ...knowledge,
  ...connectors,
  ...exports,
  ...customObjects,
};

/** The oracle of a stream, which every stream has. */
export function oracleOf(stream: string): Oracle {
  const oracle = oracles[stream] ?? reporting[stream];
  if (oracle === undefined) throw new Error(`test/support/oracle has nothing about the stream ${stream}.`);
  return oracle;
}

/** All rows that the stream has by the simulator's own account, ordered by key. */
export const expectedRows = ({ workspace }: Pick<Simulator, 'workspace'>, stream: Stream): Row[] =>
  sorted(stream, oracleOf(stream.name).rows(workspace));

/** The same as tables give them. */
export const expectedTable = (simulator: Pick<Simulator, 'workspace'>, stream: Stream): Row[] =>
  expectedRows(simulator, stream).map((row) => shown(row, stream.columns));

/** A row as a table gives it: all columns, times in ISO 8601, what has no column in `_extra`. */
export function shown(row: Row, columns: Columns): Row {
  const table: Row = {};
  for (const name in columns)
    if (name !== deletedAt && name !== deletedReason) table[name] = cell(row[name], columns[name]!);
  const extra = Object.entries(row).filter(([name]) => !Object.hasOwn(table, name));
  table._extra = extra.length === 0 ? null : Object.fromEntries(extra);
  return table;
}

function cell(value: unknown, column: Column): unknown {
  if (value === undefined || value === null) return null;
  if (column.kind === 'epoch') return new Date(Number(value) * 1000).toISOString();
  if (column.kind.endsWith('reference')) return value === 0 || value === '' || value === '0' ? null : String(value);
  if (column.kind === 'timestamp') return new Date(String(value)).toISOString();
  return value;
}

/** In the order of their keys. */
export const sorted = ({ primaryKey: key }: Stream, rows: Row[]): Row[] =>
  rows
    .map((row) => [JSON.stringify(key.map((name) => row[name])), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
