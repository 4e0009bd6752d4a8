import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { spooled } from '../../../src/intercom/readers/spool.ts';
import { all } from '../scripted.ts';
import { useSpoolFolder } from './spool-folder.ts';

const folders = useSpoolFolder();
const turn = () => new Promise((done) => setImmediate(done));

/** Counts up, as fast as it is let, and tells how far it is. */
function counting(end: number, failure?: Error) {
  const state = { at: 0, returned: false };
  async function* source() {
    try {
      while (state.at < end) {
        await turn();
        yield { number: ++state.at, text: `n${state.at}` };
      }
      if (failure) throw failure;
    } finally {
      state.returned = true;
    }
  }
  return { state, source: source() };
}

const until = async (condition: () => boolean) => {
  while (!condition()) await turn();
};

describe('a spool', () => {
  test('gives all items in order, whoever is faster', async () => {
    const steps = fc.array(fc.nat({ max: 3 }), { maxLength: 40 });
    await fc.assert(
      fc.asyncProperty(steps, steps, fc.integer({ min: 1, max: 5 }), async (source, reader, inMemory) => {
        const wait = async (turns: number | undefined) => {
          for (let i = 0; i < (turns ?? 0); i++) await turn();
        };
        async function* items() {
          for (const [i, turns] of source.entries()) {
            await wait(turns);
            yield { i, text: 'ünï😀'.repeat(i) };
          }
        }
        const seen: unknown[] = [];
        for await (const item of spooled(items(), inMemory)) {
          seen.push(item);
          await wait(reader[seen.length % (reader.length || 1)]);
        }
        expect(seen).toEqual(source.map((_, i) => ({ i, text: 'ünï😀'.repeat(i) })));
      }),
      { numRuns: 60 },
    );
    expect(folders()).toEqual([]);
  });

  test('gives the empty items, too', async () => {
    async function* items() {
      yield* [[], [1], [], []];
    }
    expect(await all(spooled(items(), 1))).toEqual([[], [1], [], []]);
  });

  test('does not make its source wait for a slow reader, nor hold more in memory than asked', async () => {
    const { state, source } = counting(200);
    const spool = spooled(source, 5);
    expect((await spool.next()).value).toMatchObject({ number: 1 });
    await until(() => state.returned);
    // The source is through, though one item was read: the rest waits on disk.
    expect(folders()).toHaveLength(1);
    const rest = await all(spool);
    expect(rest.map(({ number }) => number)).toEqual(Array.from({ length: 199 }, (_, i) => i + 2));
    expect(folders()).toEqual([]);
  });

  test('holds no more in memory than asked, however much waits', async () => {
    setFlagsFromString('--expose-gc');
    const collect = runInNewContext('gc') as () => void;
    const made: WeakRef<object>[] = [];
    async function* items() {
      while (made.length < 300) {
        await turn();
        const item = { number: made.length };
        made.push(new WeakRef(item));
        yield item;
      }
    }
    const spool = spooled(items(), 5);
    await spool.next();
    await until(() => made.length === 300);
    await turn();
    collect();
    // Five that wait, the one on its way to the disk, and the one that was made last.
    expect(made.filter((item) => item.deref()).length).toBeLessThanOrEqual(7);
    await spool.return(undefined);
    expect(folders()).toEqual([]);
  });

  test('touches no disk where the reader keeps up', async () => {
    const { source } = counting(50);
    let most = 0;
    for await (const _ of spooled(source, 5)) most = Math.max(most, folders().length);
    expect(most).toBe(0);
  });

  test.each([3, 50])('gives the source’s error after its %d items', async (count) => {
    const { source, state } = counting(count, new Error('broke off'));
    const spool = spooled(source, 5);
    await spool.next();
    await until(() => state.returned);
    const seen: number[] = [1];
    await expect(
      (async () => {
        for await (const { number } of spool) seen.push(number);
      })(),
    ).rejects.toThrow('broke off');
    expect(seen).toHaveLength(count);
    expect(folders()).toEqual([]);
  });

  test('ends its source and removes its file when the reader leaves early', async () => {
    const { source, state } = counting(100_000);
    for await (const { number } of spooled(source, 2)) {
      if (number === 1) await until(() => state.at > 20);
      if (number === 5) break;
    }
    expect(state.returned).toBe(true);
    expect(state.at).toBeLessThan(1000);
    expect(folders()).toEqual([]);
  });

  test('starts nothing before it is read', async () => {
    const { state, source } = counting(10);
    const spool = spooled(source);
    await turn();
    expect(state.at).toBe(0);
    await spool.return(undefined);
    expect(state.at).toBe(0);
  });

  test('tells the reader where an item can’t be kept', async () => {
    let made = 0;
    async function* items() {
      while (made < 10) {
        await turn();
        made++;
        yield { big: made < 7 ? 1 : 1n };
      }
    }
    const spool = spooled(items(), 2);
    await spool.next();
    await until(() => made === 7);
    await expect(all(spool)).rejects.toThrow(/BigInt/);
    expect(folders()).toEqual([]);
  });
});
