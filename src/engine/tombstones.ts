/** Tombstones: the rows that say that a record is gone. */
import { deletedAt, deletedReason } from '../core/columns/columns.ts';
import type { Row } from '../core/events.ts';
import type { Entity } from '../intercom/readers/reader.ts';
import { type Deletion, isFeed, type Stream } from '../streams/stream.ts';

/** Its key, its cursor (the time it went, as the column tells times), and when and why. */
export function tombstone(stream: Stream, { id, at, reason }: Deletion): Row {
  const iso = new Date(at * 1000).toISOString();
  const { cursor } = stream;
  return {
    [stream.primaryKey[0] ?? 'id']: id,
    ...(cursor ? { [cursor]: stream.columns[cursor]?.kind === 'timestamp' ? iso : at } : {}),
    [deletedAt]: iso,
    [deletedReason]: reason,
  };
}

/** What the entries of a feed say to be gone from the stream: not what is known never to have been of it. */
export function deletionsIn(stream: Stream, entries: readonly Entity[]): Deletion[] {
  const deletions = isFeed(stream.scan) ? undefined : stream.scan.deletions;
  return entries
    .flatMap((entry) => stream.tombstonesFromEvent?.(entry) ?? deletions?.of(entry) ?? [])
    .filter(({ known }) => !known || !stream.only || stream.only.matches(known));
}
