/** The queue between the scans and the sink. */
import { describe, expect, test } from 'vitest';
import { createChannel } from '../../src/core/channel.ts';

/** Lets all that can go on go on. */
const settled = () => new Promise<void>((resolve) => setImmediate(resolve));

const take = async <T>(items: AsyncGenerator<T>, count: number): Promise<T[]> => {
  const taken: T[] = [];
  for (let i = 0; i < count; i++) {
    const { value, done } = await items.next();
    if (done) break;
    taken.push(value);
  }
  return taken;
};

describe('a channel', () => {
  test('keeps the order of one writer, however slow the reader', async () => {
    const channel = createChannel<number>(3);
    const writing = (async () => {
      for (let i = 0; i < 100; i++) await channel.send(i);
      channel.end();
    })();
    const taken: number[] = [];
    for await (const item of channel.items()) {
      taken.push(item);
      if (item % 7 === 0) await settled();
    }
    await writing;
    expect(taken).toEqual(Array.from({ length: 100 }, (_, i) => i));
  });

  test('keeps the order of each of many writers, and loses nothing', async () => {
    const channel = createChannel<{ writer: number; item: number }>(2);
    const writers = Array.from({ length: 5 }, async (_, writer) => {
      for (let item = 0; item < 20; item++) await channel.send({ writer, item });
    });
    void Promise.all(writers).then(() => channel.end());
    const taken: { writer: number; item: number }[] = [];
    for await (const one of channel.items()) taken.push(one);
    for (let writer = 0; writer < 5; writer++) {
      const own = taken.filter((one) => one.writer === writer).map(({ item }) => item);
      expect(own).toEqual(Array.from({ length: 20 }, (_, i) => i));
    }
  });

  test('makes writers wait when it is full, so that what waits is bounded', async () => {
    const channel = createChannel<number>(4);
    let sent = 0;
    const writers = Array.from({ length: 3 }, async () => {
      for (;;) {
        await channel.send(sent);
        sent++;
      }
    });
    const stopped = Promise.allSettled(writers);
    await settled();
    expect(sent).toBe(4);
    const items = channel.items();
    for (let taken = 1; taken <= 40; taken++) {
      await items.next();
      await settled();
      expect(sent - taken).toBeLessThanOrEqual(2 * 4 + writers.length);
    }
    expect(sent).toBeGreaterThanOrEqual(40);
    await items.return(undefined);
    expect((await stopped).map(({ status }) => status)).toEqual(['rejected', 'rejected', 'rejected']);
  });

  test('takes a note even when it is full', async () => {
    const channel = createChannel<string>(1);
    await channel.send('a');
    channel.note('b');
    channel.end();
    expect(await take(channel.items(), 5)).toEqual(['a', 'b']);
  });

  test('wakes a reader that waits', async () => {
    const channel = createChannel<string>(1);
    const items = channel.items();
    const first = items.next();
    await settled();
    await channel.send('late');
    expect(await first).toEqual({ value: 'late', done: false });
    const second = items.next();
    await settled();
    channel.end();
    expect((await second).done).toBe(true);
  });

  test('throws its failure after the last item', async () => {
    const channel = createChannel<number>(10);
    await channel.send(1);
    await channel.send(2);
    channel.end(new Error('broken'));
    const items = channel.items();
    expect(await take(items, 2)).toEqual([1, 2]);
    await expect(items.next()).rejects.toThrow('broken');
  });

  test('rejects writers once the reader has left, those that waited and those that come', async () => {
    const channel = createChannel<number>(1);
    const items = channel.items();
    await channel.send(1);
    await items.next();
    await channel.send(2);
    const waiting = expect(channel.send(3)).rejects.toThrow('left');
    await items.return(undefined);
    await waiting;
    await expect(channel.send(4)).rejects.toThrow('left');
  });
});
