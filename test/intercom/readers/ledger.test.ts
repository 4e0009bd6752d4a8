import { describe, expect, test } from 'vitest';
import { createLedger } from '../../../src/intercom/readers/ledger.ts';
import type { Shortfall } from '../../../src/intercom/readers/shortfall.ts';
import { all, failure } from '../scripted.ts';

const ids = (...numbers: number[]) => numbers.map((id) => ({ id: String(id) }));
const numbered = (from: number, to: number) => ids(...Array.from({ length: to - from + 1 }, (_, i) => from + i));
const open = (more: object = {}) => createLedger({ path: '/things', log: () => {}, ...more });

describe('a reading', () => {
  test.each([
    [10, [10, 10], undefined],
    [9, [10, 10], 1],
    [9, [10, 9], undefined],
    [9, [9, 10], undefined],
    [8, [10, 9], undefined],
    [7, [10, 9], 2],
    [12, [10, 10], undefined],
    [0, [], undefined],
  ])('of %i records where %j are counted misses %s', (received, totals, missing) => {
    const reading = open().begin();
    reading.take(numbered(1, received), totals[0]);
    for (const total of totals.slice(1)) reading.take([], total);
    expect(reading.shortfall()?.missing).toBe(missing);
    expect(reading.shortfall(missing)).toBeUndefined();
  });

  test('counts a record once, however often it comes', () => {
    const reading = open().begin();
    reading.take(ids(1, 2, 3), 4);
    reading.take(ids(1, 2, 3, 3), 4);
    expect(reading.shortfall()).toEqual({ received: 3, expected: 4, missing: 1 });
  });
});

describe('reading again', () => {
  /** Reads that give so many of so many, one after the other. */
  async function readings(given: [received: number, expected: number][], more: object = {}) {
    const ledger = open(more);
    let read = 0;
    const reading = ledger.readCompletely(async function* (): AsyncGenerator<number, Shortfall | undefined> {
      const [received, expected] = given[Math.min(read++, given.length - 1)]!;
      const one = ledger.begin();
      one.take(numbered(1, received), expected);
      yield received;
      return one.shortfall();
    });
    return { reading, read: () => read };
  }

  test('ends with the first that is whole', async () => {
    const { reading, read } = await readings([
      [57, 60],
      [60, 60],
    ]);
    await all(reading);
    expect(read()).toBe(2);
  });

  test('ends as missing where the same number is missing three times, and only then', async () => {
    const { reading, read } = await readings([
      [57, 60],
      [50, 60],
      [57, 60],
      [58, 61],
      [59, 62],
    ]);
    expect(await failure(all(reading))).toMatchObject({
      code: 'records_missing',
      details: { received: 59, expected: 62 },
    });
    expect(read()).toBe(5);
  });

  test('does not go on for ever where it is another number each time', async () => {
    const { reading, read } = await readings(Array.from({ length: 30 }, (_, i) => [50 - i, 60] as [number, number]));
    expect((await failure(all(reading))).code).toBe('records_missing');
    expect(read()).toBe(9);
  });

  test('names the time that was read, where it has bounds', async () => {
    const from = Date.UTC(2025, 0, 1) / 1000;
    const closed = await readings([[57, 60]], { range: { from, to: from + 3600 } });
    expect(await failure(all(closed.reading))).toMatchObject({
      message: expect.stringContaining(
        '57 of the 60 records that it counts from 2025-01-01T00:00:00.000Z to 2025-01-01T01:',
      ),
      details: { from, to: from + 3600 },
    });
    const without = await readings([[57, 60]], { range: { from, to: Number.POSITIVE_INFINITY } });
    const { details, message } = await failure(all(without.reading));
    expect(message).toContain('from 2025-01-01T00:00:00.000Z on');
    expect(details).toEqual({ received: 57, expected: 60, from, to: undefined });
  });
});
