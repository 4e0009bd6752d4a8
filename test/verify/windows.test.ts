/** Windows of time, on counts that are made up: what is read, and what it costs. */
import { expect, test } from 'vitest';
import { createRandom } from '../../src/simulator/engine/random.ts';
import { differingWindows, quietBound, windowsOf } from '../../src/verify/windows.ts';

const range = { from: 0, to: 100_000 };
const options = { range, reach: 1, size: 100, page: 10 };
const within = (times: readonly number[], from: number, to: number) =>
  times.filter((at) => at >= from && at < to).length;

test('the windows cover the range without a gap, and no record stands at their bounds', () => {
  const times = Array.from({ length: 1_000 }, (_, i) => i * 90 + (i % 7));
  const windows = windowsOf({ ...options, times });
  expect(windows[0]!.from).toBe(0);
  expect(windows.at(-1)!.to).toBe(100_000);
  expect(windows.length).toBeGreaterThan(8);
  windows.slice(1).forEach(({ from }, i) => {
    expect(from).toBe(windows[i]!.to);
    expect(times.some((at) => Math.abs(at - from) < 1 || at === from - 1)).toBe(false);
  });
});

test('where records stand in every second there is no bound', () => {
  const times = Array.from({ length: 500 }, (_, i) => i);
  expect(quietBound(times, range, 250, 1)).toBeUndefined();
  expect(windowsOf({ ...options, times })).toEqual([range]);
});

test.each(['without equality', 'with equality'])(
  'a record that is not stored is found in few counts, %s',
  async (manner) => {
    const random = createRandom(5, 'windows');
    const all = Array.from({ length: 3_000 }, () => random.int(10, 99_000)).sort((a, b) => a - b);
    for (let run = 0; run < 40; run++) {
      const gone = random.int(0, all.length - 1);
      const times = all.filter((_, i) => i !== gone);
      let counts = 0;
      const { differing, counted } = await differingWindows({
        ...options,
        times,
        async count({ from, to }) {
          counts++;
          return manner === 'with equality' ? within(all, from - 1, to + 1) : within(all, from, to);
        },
      });
      expect(differing.some(({ from, to }) => all[gone]! >= from - 1 && all[gone]! <= to)).toBe(true);
      expect(differing.length).toBeLessThanOrEqual(2);
      expect(counted).toBe(counts);
      expect(counts).toBeLessThan(60);
    }
  },
);

test('a sound table costs a count a window, and nothing is read', async () => {
  const times = Array.from({ length: 3_000 }, (_, i) => i * 30);
  for (const more of [0, 1]) {
    const { differing, counted } = await differingWindows({
      ...options,
      times,
      count: async ({ from, to }) => within(times, from - more, to + more),
    });
    expect(differing).toEqual([]);
    expect(counted).toBe(30);
  }
});
