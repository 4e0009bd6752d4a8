/** One stream's part in a feed: what it wants of it, and where its position is when that is out. */
import { describe, expect, test } from 'vitest';
import { createFeedReader } from '../../src/engine/feed-reader.ts';
import { startRun } from '../../src/engine/start-run.ts';
import type { Entity } from '../../src/intercom/readers/reader.ts';
import { contactActivities, contactActivityFeed as feed } from '../../src/streams/contacts/activities.ts';
import { contacts } from '../../src/streams/contacts/contacts.ts';
import { deletedConversationFeed } from '../../src/streams/conversations/deleted.ts';
import type { Feed, Stream } from '../../src/streams/stream.ts';
import { incremental, streamOver } from './streams.ts';
import { createWorld, searchScan } from './world.ts';

const times = { start: 0, lookback: 0, settling: 0 };
const settledBefore = 1_000;

const entry = (seconds: number): Entity => ({ id: `${seconds * 1000}.0a`, created_at: seconds });
const entries = [10, 20, 30, 1_010].map(entry);

const readerOf = (stream: Stream, state: Record<string, string | number>, { start = 0, of = feed as Feed } = {}) =>
  createFeedReader(startRun(stream, incremental(stream), state, { times: { ...times, start } }), {
    feed: of,
    start,
    settledBefore,
  });

describe('the stream that shows a feed', () => {
  test('wants all from the start date on, and what has not settled once more in the next run', () => {
    const reader = readerOf(contactActivities, {}, { start: 20 });
    expect(reader.from).toBe(20_000);
    expect(entries.map(reader.wants)).toEqual([false, true, true, true]);
    reader.advance(entries);
    expect(reader.run.position).toBe('30000.0a');
  });

  test('takes no position from what lies before the start date', () => {
    const reader = readerOf(contactActivities, {}, { start: 20 });
    reader.advance(entries.slice(0, 1));
    expect(reader.run.position).toBeUndefined();
  });

  test('has no position that lies before its own', () => {
    const reader = readerOf(contactActivities, { id: '25000.ff' });
    expect(entries.map(reader.wants)).toEqual([false, false, true, true]);
    reader.advance(entries.slice(0, 2));
    reader.finish();
    expect(reader.run.position).toBe('25000.ff');
  });
});

describe('a stream that takes its deletions from a feed', () => {
  test('has the position of the last entry in place of a moment, at the end', () => {
    const reader = readerOf(contacts, { updated_at: 5, deletions: 35_000 });
    reader.advance(entries.slice(0, 3));
    expect(reader.run.position).toBe(35_000);
    reader.finish();
    expect(reader.run.position).toBe('30000.0a');
  });

  test('of entries that are no positions is at the settling time at the end', () => {
    const scan = { ...searchScan(createWorld([])), deletions: { feed: deletedConversationFeed, of: () => undefined } };
    const reader = readerOf(streamOver(scan), { updated_at: 5, deletions: 15 }, { of: deletedConversationFeed });
    reader.advance([{ id: '1', deleted_at: 20 }]);
    expect(reader.run.position).toBe(15);
    reader.finish();
    expect(reader.run.position).toBe(settledBefore);
  });

  test('but tells none in this run leaves what is new to a later one', () => {
    const run = startRun(contacts, incremental(contacts), undefined, { times });
    run.position = 25_000;
    const reader = createFeedReader(run, { feed, start: 0, settledBefore });
    expect(entries.map(reader.wants)).toEqual([false, false, false, false]);
    reader.advance(entries);
    expect(run.position).toBe(25_000);
    reader.finish();
    expect(run.position).toBe('20000.0a');
  });
});
