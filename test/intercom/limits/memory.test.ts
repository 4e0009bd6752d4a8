/** Who may read on: never much more than there is room for, and never no one. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createMemory, type Lease } from '../../../src/intercom/limits/memory.ts';

const KB = 1024;
const quiet = { collect: () => {} };

/** Whether it may go on at once. */
const goesOn = (lease: Lease, bytes: number) => lease.take(bytes) === undefined;

describe('the memory for responses', () => {
  test('lets all go on while there is room, and the first in any case', async () => {
    const memory = createMemory({ most: 300 * KB, ...quiet });
    const [first, second, third] = [1, 2, 3].map(() => memory.lease('detail')) as [Lease, Lease, Lease];
    expect(goesOn(second, 100 * KB)).toBe(true);
    expect(goesOn(third, 150 * KB)).toBe(true);
    const blocked = second.take(100 * KB);
    expect(blocked).toBeDefined();
    expect(goesOn(first, 500 * KB)).toBe(true);
    first.complete();
    first.use();
    // Now the second is waited for, though there is no room.
    await blocked;
    expect(second.bytes).toBe(200 * KB);
    expect(third.take(100 * KB)).toBeDefined();
  });

  test('keeps the bytes until they are released, and lets go on who waits', async () => {
    const memory = createMemory({ most: 300 * KB, ...quiet });
    const [first, second, third] = [1, 2, 3].map(() => memory.lease('listing')) as [Lease, Lease, Lease];
    first.take(10 * KB);
    second.take(290 * KB);
    second.complete();
    const blocked = third.take(100 * KB)!;
    second.use();
    expect(third.bytes).toBe(0);
    second.release();
    second.release();
    await blocked;
    expect(third.bytes).toBe(100 * KB);
  });

  test('lets a small response never wait, and one that is asked for again keep its place', () => {
    const memory = createMemory({ most: 300 * KB, ...quiet });
    const [first, second, third] = [1, 2, 3].map(() => memory.lease('detail')) as [Lease, Lease, Lease];
    second.take(300 * KB);
    expect(goesOn(third, 60 * KB)).toBe(true);
    expect(goesOn(first, 200 * KB)).toBe(true);
    first.reset();
    expect(first.bytes).toBe(0);
    expect(goesOn(first, 400 * KB)).toBe(true);
  });

  test('collects garbage where it is large', () => {
    let collected = 0;
    const memory = createMemory({ collect: () => collected++ });
    for (let i = 0; i < 10_000; i++) {
      const usual = memory.lease('listing');
      usual.take(350 * KB);
      usual.release();
    }
    expect(collected).toBe(0);
    for (let i = 0; i < 20; i++) {
      const large = memory.lease('detail');
      large.take(5000 * KB);
      large.release();
    }
    expect(collected).toBe(10);
  });

  test('gets all responses through, whatever their sizes: readers that use theirs in order, pages and their details', async () => {
    const sizes = fc.array(fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 8 }), {
      minLength: 1,
      maxLength: 6,
    });
    await fc.assert(
      fc.asyncProperty(fc.array(sizes, { minLength: 1, maxLength: 5 }), fc.nat(), async (slices, seed) => {
        const most = 1000 * KB;
        const memory = createMemory({ most, ...quiet });
        let held = 0;
        let peak = 0;
        let turns = seed;
        const turn = async () => {
          turns = (turns * 7919 + 13) % 5;
          for (let i = 0; i < turns; i++) await Promise.resolve();
        };
        const fetched = async (lease: Lease, size: number) => {
          for (let left = size * KB; left > 0; left -= 100 * KB) {
            await turn();
            const bytes = Math.min(left, 100 * KB);
            await lease.take(bytes);
            held += bytes;
            peak = Math.max(peak, held);
          }
          lease.complete();
          return lease;
        };
        const used = async (lease: Lease, use: () => Promise<void>) => {
          lease.use();
          await use();
          held -= lease.bytes;
          lease.release();
        };
        let out = 0;
        // A slice asks for the next page while it uses one, and for all details of that one.
        const slice = async (pages: number[][]) => {
          const ask = (i: number) => (i < pages.length ? fetched(memory.lease('listing'), 300) : undefined);
          let next = ask(0);
          for (const [i, details] of pages.entries()) {
            const page = await next!;
            next = ask(i + 1);
            await used(page, async () => {
              const asked = details.map((size) => fetched(memory.lease('detail'), size));
              for (const detail of asked) {
                await used(await detail, turn);
                out++;
              }
            });
          }
        };
        await Promise.all(slices.map(slice));
        expect(out).toBe(slices.flat(2).length);
        // One detail, one page, what is in use, and the small parts of each.
        expect(peak).toBeLessThanOrEqual(most + (1 + slices.length) * 1200 * KB + 64 * KB * 60);
        expect(held).toBe(0);
      }),
      { numRuns: 300 },
    );
  }, 60_000);
});
