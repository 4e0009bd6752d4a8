/**
 * The simulator's truth as each stream's rows: an oracle that shares no code with the streams, told once more by hand, so that a
 * mistake of theirs can't be its own.
 */
import { type Column, type Columns, deletedAt, deletedReason } from '../../src/core/columns/columns.ts';
import type { Row } from '../../src/core/events.ts';
import type { Simulator, TruthName, Workspace } from '../../src/simulator/index.ts';
import type { Stream } from '../../src/streams/stream.ts';

type Rows = (workspace: Workspace) => Row[];

const all =
  (name: Exclude<TruthName, 'conversation_parts'>): Rows =>
  (workspace) =>
    workspace.truth(name);

/** The objects of a list inside of a record. */
export const within = (row: Row, field: string, list: string): Row[] =>
  (row[field] as Record<string, Row[]>)[list] ?? [];

const contactsWithRole =
  (role: string): Rows =>
  (workspace) =>
    workspace.truth('contacts').filter((contact) => contact.role === role);

/** Ids are strings, also those that come as numbers. */
const attributes =
  (name: 'contact_attributes' | 'company_attributes'): Rows =>
  (workspace) =>
    workspace.truth(name).map((row) => (row.id === undefined ? row : { ...row, id: String(row.id) }));

const mostParts = 500;

/** The rows of each stream, as version 2.17 gives them. */
export const rowsOf: Record<string, Rows> = {
  contacts: all('contacts'),
  users: contactsWithRole('user'),
  leads: contactsWithRole('lead'),
  contact_merges: (workspace) =>
    workspace.truth('contacts').flatMap((contact) =>
      ((contact.merge_history ?? []) as Row[]).map((merge) => ({
        ...merge,
        contact_id: contact.id,
        contact_updated_at: contact.updated_at,
      })),
    ),
  contact_activities: all('contact_activities'),
  companies: all('companies'),
  company_segments: (workspace) =>
    workspace.truth('companies').flatMap((company) =>
      within(company, 'segments', 'segments').map((segment) => ({
        ...segment,
        company_id: company.id,
        company_updated_at: company.updated_at,
      })),
    ),
  conversations: all('conversations'),
  conversation_parts: (workspace) =>
    workspace.truth('conversation_parts').map(({ conversation, part }) => {
      const inAll = workspace.conversations.get(String(conversation.id))!.parts.length;
      return {
        ...part,
        conversation_id: conversation.id,
        conversation_updated_at: conversation.updated_at,
        conversation_total_parts: inAll,
        _parts_truncated: inAll > mostParts,
      };
    }),
  deleted_conversations: all('deleted_conversations'),
  tickets: all('tickets'),
  admins: all('admins'),
  teams: all('teams'),
  tags: all('tags'),
  segments: all('segments'),
  contact_attributes: attributes('contact_attributes'),
  company_attributes: attributes('company_attributes'),
};

/** All rows that the stream has by the simulator's own account, ordered by key. */
export const expectedRows = ({ workspace }: Simulator, stream: Stream): Row[] =>
  sorted(stream, rowsOf[stream.name]!(workspace));

/** The same as tables give them. */
export const expectedTable = (simulator: Simulator, stream: Stream): Row[] =>
  expectedRows(simulator, stream).map((row) => shown(row, stream.columns));

/** A row as a table gives it: all columns, times in ISO 8601, what has no column in `_extra`. */
export function shown(row: Row, columns: Columns): Row {
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
export const sorted = ({ primaryKey: key }: Stream, rows: Row[]): Row[] =>
  rows
    .map((row) => [JSON.stringify(key.map((name) => row[name])), row] as const)
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .map(([, row]) => row);
