/** What the destinations' tests write: some streams, and what makes batches of them. */
import type { StreamInfo } from '../../src/core/catalog.ts';
import { bool, epoch, int, json, list, number, object, text, timestamp } from '../../src/core/columns/columns.ts';
import type { RecordsEvent, Row } from '../../src/core/events.ts';
import type { Commit, LoadTarget } from '../../src/destinations/destination.ts';

export const acme = { id: 'w1', name: 'Acme' };

const stream = (info: Partial<StreamInfo> & Pick<StreamInfo, 'name' | 'columns'>): StreamInfo => ({
  description: info.name,
  permission: 'Read',
  primaryKey: ['id'],
  fullSnapshot: info.cursor === undefined,
  ...info,
});

export const contacts = stream({
  name: 'contacts',
  cursor: 'updated_at',
  columns: {
    id: text,
    name: text,
    updated_at: epoch,
    owner_id: int,
    score: number,
    subscribed: bool,
    seen: timestamp,
    location: object({ city: text }),
    tags: list(text),
    anything: json,
    _ab_cdc_deleted_at: timestamp,
  },
});
export const conversations = stream({
  name: 'conversations',
  cursor: 'updated_at',
  columns: { id: text, title: text, updated_at: epoch },
});
/** Its cursor is told in ISO 8601. */
export const macros = stream({
  name: 'macros',
  cursor: 'updated_at',
  columns: { id: text, name: text, updated_at: timestamp, _ab_cdc_deleted_at: timestamp },
});
export const parts = stream({
  name: 'conversation_parts',
  parent: { stream: 'conversations', column: 'conversation_id' },
  columns: { id: text, conversation_id: text, body: text },
});
export const attachments = stream({
  name: 'attachments',
  primaryKey: ['part_id', 'position'],
  parent: { stream: 'conversation_parts', column: 'part_id' },
  columns: { part_id: text, position: int, url: text },
});
export const tags = stream({ name: 'tags', columns: { id: text, name: text } });
const all = [contacts, conversations, parts, attachments, tags];

export const loads = (change: Partial<LoadTarget> = {}, infos: readonly StreamInfo[] = all): LoadTarget[] =>
  infos.map((info) => ({ info, generation: 1, refreshing: false, ...change }));

export const records = (info: StreamInfo, rows: Row[], replacesChildrenOf?: string[]): RecordsEvent => ({
  type: 'records',
  stream: info.name,
  rows,
  ...(replacesChildrenOf ? { replacesChildrenOf } : {}),
});

/** The streams of loads, as a destination is opened for them. */
export const infosOf = (streams: readonly LoadTarget[]): StreamInfo[] => streams.map(({ info }) => info);

export const nothing: Commit = { states: [], complete: [], completeSnapshots: [], at: 0 };

export const tombstone = (id: string, seconds: number, more: Row = {}): Row => ({
  id,
  _ab_cdc_deleted_at: new Date(seconds * 1000).toISOString(),
  ...more,
});
