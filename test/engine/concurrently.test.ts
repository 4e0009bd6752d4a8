/** Doing several things at once: how many, in which order, and what happens when one of them fails. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { concurrently, mapAhead, readAhead } from '../../src/engine/concurrently.ts';

const ticks = async (count: number) => {
  for (let i = 0; i < count; i++) await Promise.resolve();
};

const collect = async <T>(source: AsyncIterable<T>): Promise<T[]> => {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
};

/** Counts how many of its callers are under way at once. */
const gauge = () => {
  let now = 0;
  let most = 0;
  return {
    most: () => most,
    around: async <T>(work: () => Promise<T>): Promise<T> => {
      most = Math.max(most, ++now);
      try {
        return await work();
      } finally {
        now--;
      }
    },
  };
};

describe('concurrently', () => {
  test('runs each task once, as many at a time as it may', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(9), { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        async (lengths, most) => {
          const { around, most: seen } = gauge();
          const done: number[] = [];
          await concurrently(
            lengths.map((length, i) => () => around(() => ticks(length).then(() => void done.push(i)))),
            most,
          );
          expect(done.sort((a, b) => a - b)).toEqual(lengths.map((_, i) => i));
          expect(seen()).toBe(Math.min(most, lengths.length));
        },
      ),
    ));

  test('rejects with the first failure after those under way have ended, and starts no other', async () => {
    const log: string[] = [];
    const task = (name: string, length: number, failure?: Error) => async () => {
      log.push(`${name} begins`);
      await ticks(length);
      log.push(`${name} ends`);
      if (failure) throw failure;
    };
    const running = concurrently([task('a', 20), task('b', 1, new Error('b failed')), task('c', 1), task('d', 1)], 2);
    await expect(running).rejects.toThrow('b failed');
    expect(log).toEqual(['a begins', 'b begins', 'b ends', 'a ends']);
  });
});

describe('mapAhead', () => {
  test('yields each item with its result, in order, with so many calls ahead', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.nat(9), { maxLength: 20 }),
        fc.integer({ min: 1, max: 6 }),
        async (lengths, ahead) => {
          const { around, most } = gauge();
          let begun = 0;
          let taken = 0;
          const mapped = mapAhead([...lengths.entries()], ahead, ([i, length]) => {
            expect(++begun - taken).toBeLessThanOrEqual(ahead + 1);
            return around(() => ticks(length).then(() => i * 10));
          });
          const seen: number[] = [];
          for await (const [[i], result] of mapped) {
            taken++;
            expect(result).toBe(i * 10);
            seen.push(i);
          }
          expect(seen).toEqual(lengths.map((_, i) => i));
          expect(most()).toBeLessThanOrEqual(ahead);
        },
      ),
    ));

  test('throws a failure in its place, after the results before it', async () => {
    const seen: number[] = [];
    const mapped = mapAhead([1, 2, 3], 3, async (item) => {
      if (item === 2) throw new Error('no 2');
      return item;
    });
    await expect(
      (async () => {
        for await (const [item] of mapped) seen.push(item);
      })(),
    ).rejects.toThrow('no 2');
    expect(seen).toEqual([1]);
  });

  test('asks for no more once its reader has left', async () => {
    const asked: number[] = [];
    const items = Array.from({ length: 50 }, (_, i) => i);
    for await (const [item] of mapAhead(items, 3, async (one) => asked.push(one))) if (item === 4) break;
    expect(asked.length).toBeLessThanOrEqual(4 + 1 + 3);
  });
});

describe('readAhead', () => {
  async function* counting(to: number, log: string[], failure?: Error) {
    try {
      for (let i = 1; i <= to; i++) {
        log.push(`made ${i}`);
        yield i;
      }
      if (failure) throw failure;
    } finally {
      log.push('closed');
    }
  }

  test('asks for the next item while the last one is used, and for one only', async () => {
    const log: string[] = [];
    for await (const item of readAhead(counting(3, log))) {
      await ticks(20);
      log.push(`used ${item}`);
    }
    expect(log).toEqual(['made 1', 'made 2', 'used 1', 'made 3', 'used 2', 'closed', 'used 3']);
  });

  test('throws a failure after the items before it', async () => {
    const seen: number[] = [];
    const failing = readAhead(counting(2, [], new Error('broken')));
    await expect(
      (async () => {
        for await (const item of failing) seen.push(item);
      })(),
    ).rejects.toThrow('broken');
    expect(seen).toEqual([1, 2]);
  });

  test('closes its source when its reader leaves', async () => {
    const log: string[] = [];
    for await (const item of readAhead(counting(9, log))) if (item === 2) break;
    expect(log.at(-1)).toBe('closed');
    expect(log).not.toContain('made 5');
  });

  test.each([
    ['is read to its end', async (items: AsyncGenerator<number>) => void (await collect(items))],
    [
      'is left at an item',
      async (items: AsyncGenerator<number>) => {
        for await (const item of items) if (item === 2) break;
      },
    ],
    ['is left before the first', async (items: AsyncGenerator<number>) => void (await items.return(undefined))],
  ])('releases every lease when it %s, or fails', async (_, use) => {
    for (const failure of [undefined, new Error('broken')]) {
      const open = new Set<object>();
      const acquire = async () => {
        const lease = { received() {}, release: () => open.delete(lease) };
        open.add(lease);
        return lease;
      };
      await use(readAhead(counting(3, [], failure), { acquire })).catch((thrown) => expect(thrown).toBe(failure));
      await ticks(20);
      expect(open.size).toBe(0);
    }
  });

  test('a failure that no one waits for any more is no one’s', async () => {
    const items = readAhead(counting(1, [], new Error('too late')));
    expect((await items.next()).value).toBe(1);
    await items.return(undefined);
    expect(await collect(items)).toEqual([]);
  });
});
