/** Plans: every moment goes to exactly the streams that still need it. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { contains } from '../../src/core/ranges.ts';
import { narrowing, plan } from '../../src/engine/plan.ts';
import { startRun } from '../../src/engine/start-run.ts';
import { incremental, partsOver, streamOfRole, streamOver } from './streams.ts';
import { createWorld, partsDetail, searchScan } from './world.ts';

const scan = searchScan(createWorld([]));
const end = 40;

/** A stream that has read up to a moment, and some ranges beyond it. */
const run = fc
  .record({
    low: fc.nat(end),
    slices: fc.array(
      fc.tuple(fc.nat(end), fc.nat(end)).map(([a, b]) => [Math.min(a, b), Math.max(a, b)]),
      { maxLength: 3 },
    ),
    name: fc.uuid(),
  })
  .map(({ low, slices, name }) => {
    const stream = streamOver(scan, { name });
    return startRun(
      stream,
      incremental(stream),
      { updated_at: low, slices },
      { times: { start: 0, lookback: 0, settling: 0 } },
    );
  });

const fresh = (stream = streamOver(scan)) =>
  startRun(stream, incremental(stream), undefined, { times: { start: 0, lookback: 0, settling: 0 } });

describe('plan', () => {
  test('serves at every moment exactly the streams that need it', () => {
    fc.assert(
      fc.property(fc.array(run, { maxLength: 4 }), (runs) => {
        const works = plan(runs);
        for (let moment = 0; moment <= end + 1; moment++) {
          const serving = works.filter(({ range }) => moment >= range.from && moment < range.to);
          const needing = runs.filter(({ alreadyRead }) => !contains(alreadyRead, moment));
          expect(serving.flatMap((work) => work.runs)).toEqual(needing);
          expect(serving.length).toBe(needing.length > 0 ? 1 : 0);
        }
      }),
    );
  });

  test('ascends, with no two neighbours that could be one, to the end of time', () => {
    fc.assert(
      fc.property(fc.array(run, { minLength: 1, maxLength: 4 }), (runs) => {
        const works = plan(runs);
        for (const [i, { range, runs: serving }] of works.entries()) {
          expect(range.from).toBeLessThan(range.to);
          const next = works[i + 1];
          if (!next) continue;
          expect(next.range.from).toBeGreaterThanOrEqual(range.to);
          if (next.range.from === range.to) expect(next.runs).not.toEqual(serving);
        }
        expect(works.at(-1)?.range.to).toBe(Number.POSITIVE_INFINITY);
      }),
    );
  });
});

describe('narrowing', () => {
  const users = fresh(streamOfRole(scan, 'user'));
  const leads = fresh(streamOfRole(scan, 'lead'));
  const userFilter = { field: 'role', operator: '=', value: 'user' };
  const leadFilter = { field: 'role', operator: '=', value: 'lead' };

  test('asks for what the one stream takes', () => expect(narrowing([users])).toEqual([userFilter]));

  test('asks once for what two streams take', () =>
    expect(narrowing([users, fresh(streamOfRole(scan, 'user'))])).toEqual([userFilter]));

  test('asks for what any of them takes', () =>
    expect(narrowing([users, leads])).toEqual([{ operator: 'OR', value: [userFilter, leadFilter] }]));

  test('asks for all where one of them takes all', () => {
    expect(narrowing([users, fresh()])).toEqual([]);
    expect(narrowing([fresh(partsOver(scan, partsDetail())), leads])).toEqual([]);
  });
});
