/** From an entity to rows: who takes it, what its rows replace, and what it tells to be gone. */
import { describe, expect, test } from 'vitest';
import type { Row, StreamState } from '../../src/core/events.ts';
import { createConverters } from '../../src/engine/convert.ts';
import { addRows, addTombstones, emptyBatch, hasContent, rowsOfEntities, takes } from '../../src/engine/entity-rows.ts';
import { createLiveness } from '../../src/engine/liveness.ts';
import { startRun } from '../../src/engine/start-run.ts';
import { createTruncations } from '../../src/engine/truncations.ts';
import { contactActivityFeed as feed } from '../../src/streams/contacts/activities.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { incremental, partsOver, streamOfRole, streamOver } from './streams.ts';
import { createWorld, partsDetail, searchScan, walkScan } from './world.ts';

const scan = searchScan(createWorld([]));
const withFeed = { ...scan, deletions: { feed, of: () => undefined } };
const begin = (stream: Stream, state?: StreamState) =>
  startRun(stream, incremental(stream), state, { times: { start: 0, lookback: 0, settling: 0 } });
const asItIs = (row: Row) => row;

describe('a run takes', () => {
  const run = begin(streamOfRole(scan, 'user'), { updated_at: 10 });

  test.each([
    ['what its state has not read', { id: 'a', role: 'user' }, 10, true],
    ['not what its state has read', { id: 'a', role: 'user' }, 9, false],
    ['what has no cursor value', { id: 'a', role: 'user' }, undefined, true],
    ['not what is of another stream', { id: 'a', role: 'lead' }, 10, false],
  ])('%s', (_, entity, at, taken) => expect(takes(run, entity, at)).toBe(taken));

  test('what has appeared with an old time, where it knows what the last pass has seen', () => {
    const first = begin(streamOver(walkScan(createWorld([]))));
    takes(first, { id: 'old' }, 3);
    first.knownIds!.complete();
    const next = begin(streamOver(walkScan(createWorld([]))), { updated_at: 10, ...first.knownIds!.state() });
    expect(takes(next, { id: 'old' }, 3)).toBe(false);
    expect(takes(next, { id: 'new' }, 3)).toBe(true);
  });
});

describe('rows of a child stream', () => {
  const parts = partsOver(scan, partsDetail());
  const detail = { parts: ['a/1', 'a/2'] };

  test('replace the children that there were', () => {
    const batch = emptyBatch(begin(parts));
    expect(addRows(batch, parts, asItIs, { id: 'a' }, detail)).toBe(false);
    expect(batch).toMatchObject({ rows: [{ id: 'a/1' }, { id: 'a/2' }], replacesChildrenOf: ['a'] });
  });

  test('that are truncated replace none', () => {
    const batch = emptyBatch(begin(parts));
    expect(addRows(batch, { ...parts, truncated: () => true }, asItIs, { id: 'a' }, detail)).toBe(true);
    expect(batch).toMatchObject({ rows: [{ id: 'a/1' }, { id: 'a/2' }], replacesChildrenOf: [] });
  });

  test('whose source forgets replace none, and are not said to be truncated', () => {
    const batch = emptyBatch(begin(parts));
    expect(addRows(batch, { ...parts, forgets: true }, asItIs, { id: 'a' }, detail)).toBe(false);
    expect(batch).toMatchObject({ rows: [{ id: 'a/1' }, { id: 'a/2' }], replacesChildrenOf: [] });
  });

  test('that are none are told, as a set without any', () => {
    const batch = emptyBatch(begin(parts));
    expect(hasContent(batch)).toBe(false);
    addRows(batch, parts, asItIs, { id: 'a' }, undefined);
    expect(hasContent(batch)).toBe(true);
  });
});

describe('tombstones of what an entity tells to be gone', () => {
  const things = streamOver(withFeed, { tombstonesFromRecord: () => [{ id: 'b', at: 8, reason: 'merged' }] });
  const gone = (state: StreamState | undefined, at: number) => {
    const run = begin(things, state);
    const batch = emptyBatch(run);
    addTombstones(batch, run, { id: 'a' }, at);
    return batch.rows.map(({ id }) => id);
  };

  test('are told by a run that goes on', () => expect(gone({ updated_at: 5, deletions: 7_000 }, 9)).toEqual(['b']));
  test('not where the feed has told it', () => expect(gone({ updated_at: 5, deletions: '8000.1' }, 9)).toEqual([]));
  test('not of an entity that was read before', () =>
    expect(gone({ updated_at: 10, deletions: 7_000 }, 9)).toEqual([]));
  test('not by a first read', () => expect(gone(undefined, 9)).toEqual([]));

  test('come with the rows of the page, and only where deletions are asked for', () => {
    const run = begin(things, { updated_at: 5, deletions: 7_000 });
    const idsWith = (emitDeletions: boolean) => {
      const log = () => {};
      const truncations = createTruncations();
      const context = {
        cursor: scan.cursor,
        converterOf: createConverters(log),
        liveness: createLiveness(),
        truncations,
      };
      const batches = [...rowsOfEntities([run], [{ id: 'a', updated_at: 9 }], { ...context, emitDeletions })];
      return batches.flatMap(({ rows }) => rows.map(({ id }) => id));
    };
    expect(idsWith(true)).toEqual(['a', 'b']);
    expect(idsWith(false)).toEqual(['a']);
  });
});
