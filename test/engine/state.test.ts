/** States: what is written is read again, and no state says more than is out. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { StreamState } from '../../src/core/events.ts';
import { add, contains, type Ranges } from '../../src/core/ranges.ts';
import { plan } from '../../src/engine/plan.ts';
import { startRun } from '../../src/engine/start-run.ts';
import { readState, writeState } from '../../src/engine/state.ts';
import { wants } from '../../src/engine/stream-run.ts';
import { defineStream } from '../../src/streams/stream.ts';
import { expectMomentOrRefusal, expectRefusal, wrongStates } from '../support/wrong-states.ts';
import { createWorld, searchScan } from './world.ts';

const end = 60;
/** 2024-01-01T00:00:00Z */
const newYear = 1_704_067_200;

const covered = fc
  .array(fc.tuple(fc.nat(end), fc.oneof(fc.integer({ min: 1, max: end }), fc.constant(Number.POSITIVE_INFINITY))), {
    maxLength: 6,
  })
  .map((ranges) => ranges.reduce<Ranges>((set, [from, length]) => add(set, { from, to: from + length }), []));

const written = fc.record({
  covered,
  settledBefore: fc.integer({ min: -5, max: end }),
  floor: fc.nat(end),
  syncId: fc.option(fc.nat(9)),
});

const write = ({
  covered,
  floor,
  ...rest
}: {
  covered: Ranges;
  settledBefore: number;
  floor: number;
  syncId: number | null;
}) => writeState(covered, { cursor: 'updated_at', previous: [{ from: 0, to: floor }], ...rest });

const read = (state: unknown) => readState('things', state as StreamState | undefined, 'updated_at');

/** What a state claims to have been read. */
const claims = (state: StreamState, moment: number): boolean => {
  const { low = 0, slices = [] } = read(state) ?? {};
  return moment < low || contains(slices, moment);
};

describe('a state of many slices', () => {
  /** One minute in two hours, newest first: no two of them touch. */
  const slices = Array.from({ length: 20_000 }, (_, i) => [newYear - i * 7200, newYear - i * 7200 + 60]);

  test('is read, planned and gone on from', () => {
    // Adding one by one, and looking through all of them, takes longer than a test may.
    const { slices: found } = read({ updated_at: 0, slices }) ?? expect.fail('it says nothing');
    expect(found).toHaveLength(20_000);
    expect(found.map(({ from, to }) => [from, to])).toEqual(slices.toReversed());
    const stream = defineStream({
      name: 'things',
      description: '',
      permission: '',
      primaryKey: ['id'],
      cursor: 'updated_at',
      columns: {},
      scan: searchScan(createWorld([])),
    });
    const selected = { name: 'things', syncMode: 'incremental', syncId: null } as const;
    const times = { start: 0, lookback: 0, settling: 0 };
    const run = startRun(stream, selected, { updated_at: 0, slices } as StreamState, { times });
    expect(plan([run])).toHaveLength(20_001);
    for (let i = 0; i < 200_000; i++) wants(run, newYear - i * 700);
  });
});

describe('a written state', () => {
  test('claims what is read and settled, and what the one before it did: no less, no more', () => {
    fc.assert(
      fc.property(written, (given) => {
        const state = write(given);
        for (let moment = 0; moment < 2 * end; moment++) {
          const isRead = (contains(given.covered, moment) && moment < given.settledBefore) || moment < given.floor;
          expect(claims(state, moment)).toBe(isRead);
        }
      }),
    );
  });

  test('comes back from JSON as it was', () => {
    fc.assert(
      fc.property(written, (given) => {
        const state = write(given);
        const again = JSON.parse(JSON.stringify(state)) as StreamState;
        expect(again).toEqual(state);
        const { low, slices, syncId } = read(again) ?? expect.fail('it says nothing');
        expect(syncId).toBe(given.syncId);
        expect(write({ covered: add(slices, { from: 0, to: low }), settledBefore: end * 9, floor: 0, syncId })).toEqual(
          state,
        );
      }),
    );
  });

  test('may be read without its slices: all below the low-water mark is out, and nothing more is said', () => {
    fc.assert(
      fc.property(written, (given) => {
        const { updated_at } = write(given);
        for (let moment = 0; moment < Number(updated_at); moment++) {
          expect(contains(given.covered, moment) || moment < given.floor).toBe(true);
        }
        expect(updated_at).toBeGreaterThanOrEqual(given.floor);
        expect(updated_at).toBeLessThanOrEqual(Math.max(given.settledBefore, given.floor));
      }),
    );
  });

  test('begins with the key that others know', () => {
    const state = writeState([{ from: 5, to: 9 }], {
      cursor: 'created_at',
      settledBefore: 50,
      previous: [],
      syncId: 3,
    });
    expect(JSON.stringify(state)).toBe('{"created_at":0,"slices":[[5,9]],"sync_id":3}');
  });
});

describe('a state that says nothing', () => {
  test.each([undefined, {}, { __ab_no_cursor_state_message: true }])('%j', (state) =>
    expect(read(state)).toBeUndefined(),
  );
});

describe('a state in the form that is written', () => {
  test.each<[string, unknown]>([
    ['with a fraction of a second', { updated_at: newYear + 0.9 }],
    ['with the state before', { updated_at: newYear, prior_state: { updated_at: 5 } }],
    ['with an empty list of slices', { updated_at: newYear, slices: [] }],
  ])('%s', (_, state) => expect(read(state)).toEqual({ low: newYear, slices: [], syncId: null }));

  test('is found under the name of the stream’s own cursor', () =>
    expect(readState('activity_logs', { created_at: newYear }, 'created_at')).toEqual({
      low: newYear,
      slices: [],
      syncId: null,
    }));
});

describe('a malformed state is refused, and told where', () => {
  test.each<[string, unknown]>([
    ...wrongStates,
    ['updated_at takes', { updated_at: '2024-01-01T00:00:00Z' }],
    ['updated_at takes', { updated_at: '1704067200' }],
  ])('%s: %j', (path, state) => expectRefusal(read, path, state));

  test.each([1, '1', null])('version %j is ours', (version) => expect(read({ version, updated_at: 5 })?.low).toBe(5));

  test('reads whatever it is given to a moment that exists, or refuses it', () => expectMomentOrRefusal(read));
});
