/** What a read or a sync must give: the simulator's truth as each stream's rows. */
import { type Column, type Columns, deletedAt, deletedReason } from '../../src/columns.ts';
import { fitter } from '../../src/engine/fit.ts';
import type { Row } from '../../src/events.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import type { Entity, Stream } from '../../src/streams/stream.ts';

/** Where a stream's truth is that of another name. */
const sources: Record<string, 'contacts' | 'companies'> = {
  users: 'contacts',
  leads: 'contacts',
  contact_merges: 'contacts',
  company_segments: 'companies',
};

/** The rows as tables give them. */
export const expectedTable = (simulator: Simulator, stream: Stream): Row[] =>
  expectedRows(simulator, stream).map((row) => shown(row, stream.columns));

/** All rows that the stream has by the simulator's own account, ordered by key. */
export function expectedRows(simulator: Simulator, stream: Stream): Row[] {
  const { workspace } = simulator;
  const fitted = fitter(stream.columns, () => {});
  const rows =
    stream.name === 'conversation_parts'
      ? partRows(simulator, stream)
      : workspace
          .truth((sources[stream.name] ?? stream.name) as 'contacts')
          .filter((entity) => stream.only?.matches(entity) ?? true)
          .flatMap((entity) => stream.rows(entity, undefined));
  return sorted(
    stream,
    rows.map((row) => fitted(row)),
  );
}

function partRows({ workspace }: Simulator, stream: Stream): Row[] {
  const whole = new Map<unknown, { conversation: Entity; parts: Entity[] }>();
  for (const { conversation, part } of workspace.truth('conversation_parts')) {
    const held = whole.get(conversation.id) ?? { conversation, parts: [] };
    held.parts.push(part);
    whole.set(conversation.id, held);
  }
  return [...whole.values()].flatMap(({ conversation, parts }) => {
    const total = workspace.conversations.get(String(conversation.id))?.parts.length;
    return stream.rows(conversation, { conversation_parts: { conversation_parts: parts, total_count: total } });
  });
}

/** A row as a table gives it: all columns, times in ISO 8601, what has no column in `_extra`. */
function shown(row: Row, columns: Columns): Row {
  const names = Object.keys(columns).filter((name) => name !== deletedAt && name !== deletedReason);
  const extra = Object.entries(row).filter(([name]) => !names.includes(name));
  return {
    ...Object.fromEntries(names.map((name) => [name, cell(row[name], columns[name]!)])),
    _extra: extra.length === 0 ? null : Object.fromEntries(extra),
  };
}

function cell(value: unknown, column: Column): unknown {
  if (value === undefined || value === null) return null;
  if (column.kind === 'epoch') return new Date(Number(value) * 1000).toISOString();
  return value;
}

/** In the order of their keys. */
export const sorted = ({ key }: Stream, rows: Row[]): Row[] =>
  rows
    .map((row) => [JSON.stringify(key.map((name) => row[name])), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
