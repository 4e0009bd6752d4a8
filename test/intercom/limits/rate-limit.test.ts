/** Budget and scheduler against a server that counts, all in virtual time: never more than the allowance, hardly less. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createBudget } from '../../../src/intercom/limits/budget.ts';
import { createRandom } from '../../../src/simulator/engine/random.ts';
import { createSimulator } from '../../../src/simulator/index.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { over } from '../scripted.ts';
import { throughFetch } from '../through-fetch.ts';
import { inner, type Load, type Spending, spend } from './limited-server.ts';

/** 3.3 seconds into a window, at some time far from our own clock's. */
const serverStart = 1_700_000_003_300;

function latencies(lowest: number, highest: number, seed = 1): Load['latency'] {
  const random = createRandom(seed, 'latency');
  return () => {
    const whole = lowest + random.next() * (highest - lowest);
    const up = whole * random.next();
    return [up, whole - up];
  };
}

const run = ({ share = 1, perMinute, ...load }: Partial<Load> & { share?: number; perMinute?: number }) =>
  spend({
    budget: createBudget({ share, perMinute }),
    windows: 5,
    limit: () => 1667,
    latency: latencies(100, 500),
    serverStart,
    ...load,
  });

const refused = (windows: readonly Spending[]): number => windows.reduce((sum, window) => sum + window.refused, 0);
const allowed = ({ limit }: Spending, share: number): number => Math.max(1, Math.floor(limit * share));

function expectNeverMore(windows: readonly Spending[], share: number): void {
  for (const window of windows)
    expect(window.ours, `window ${window.window}`).toBeLessThanOrEqual(allowed(window, share));
  expect(refused(windows)).toBe(0);
}

function expectSpent(windows: readonly Spending[], share: number, part: number): void {
  expect(inner(windows).length).toBeGreaterThan(0);
  for (const window of inner(windows)) {
    expect(window.ours / allowed(window, share), `window ${window.window}`).toBeGreaterThanOrEqual(part);
  }
}

describe('the budget under load', () => {
  test('spends 97 % of every whole window and never passes one, whatever the latency, the limit and the clocks', async () => {
    const cases = fc.record({
      share: fc.constantFrom(0.5, 0.9, 1),
      // Small limits as often as large ones.
      limit: fc.double({ min: Math.log(50), max: Math.log(5000), noNaN: true }).map((log) => Math.round(Math.exp(log))),
      from: fc.integer({ min: 20, max: 800 }),
      to: fc.integer({ min: 20, max: 800 }),
      offset: fc.integer({ min: -10_000_000, max: 10_000_000 }),
      drift: fc.constantFrom(0, 1e-4, -1e-4),
      seed: fc.nat(),
    });
    await fc.assert(
      fc.asyncProperty(cases, async ({ share, limit, from, to, offset, drift, seed }) => {
        const windows = await run({
          share,
          drift,
          limit: () => limit,
          latency: latencies(Math.min(from, to), Math.max(from, to), seed),
          serverStart: serverStart + offset,
          windows: 5,
        });
        expectNeverMore(windows, share);
        expectSpent(windows, share, 0.97);
      }),
      { numRuns: 25 },
    );
  });

  test.each([
    [1, 20],
    [1, 800],
    [0.9, 20],
    [0.9, 800],
  ])('spends Intercom’s default limit, share %d, at an even latency of %d ms', async (share, latency) => {
    const windows = await run({ share, latency: latencies(latency, latency) });
    expectNeverMore(windows, share);
    expectSpent(windows, share, 0.99);
  });

  test.each([1, 2, 5, 20])('keeps a limit of %d a window once it is told', async (limit) => {
    const windows = await run({ limit: () => limit });
    expectNeverMore(windows.slice(1), 1);
    expectSpent(windows, 1, 1);
  });

  test.each([1_000, 10_000, 60_000, 150_000])(
    'spends 97 %% of a budget of %d requests a minute where the latency lets it',
    async (perMinute) => {
      const limit = Math.floor(perMinute / 6);
      const windows = await run({ limit: () => limit, latency: latencies(40, 140), windows: 5 });
      expectNeverMore(windows, 1);
      expectSpent(windows, 1, 0.97);
    },
  );

  test('asks with few requests before the first response', async () => {
    const [first] = await run({ limit: () => 10, latency: () => [0, 700], windows: 1 });
    expect(first).toMatchObject({ ours: 10, refused: 0 });
  });

  test('follows a limit that falls and one that rises', async () => {
    const falling = await run({ limit: (window) => (window < 3 ? 1667 : 300) });
    expectNeverMore(falling, 1);
    expectSpent(falling, 1, 0.97);
    const rising = await run({ limit: (window) => (window < 3 ? 300 : 1667) });
    expectNeverMore(rising, 1);
    expectSpent(rising, 1, 0.97);
  });

  test('leaves the rest to other apps: with 0.9 they spend their tenth and no one is refused', async () => {
    const random = createRandom(1, 'others');
    const windows = await run({ share: 0.9, others: () => (random.chance(0.1) ? 1 : 0) });
    expectNeverMore(windows, 0.9);
    for (const { total, limit } of inner(windows)) expect(total / limit).toBeGreaterThan(0.85);
  });

  test('with a share of 1 and other apps, is refused no more than a few times a window', async () => {
    const random = createRandom(1, 'others');
    const windows = await run({ others: () => (random.chance(0.3) ? 1 : 0) });
    for (const window of inner(windows)) {
      expect(window.refused).toBeLessThanOrEqual(8);
      expect(window.total / window.limit).toBeGreaterThanOrEqual(0.97);
    }
  });

  test('is right where other apps have emptied the window before we come', async () => {
    let first = true;
    const others = () => {
      const spent = first ? 1700 : 0;
      first = false;
      return spent;
    };
    const windows = await run({ others });
    expect(windows[0]!.refused).toBeLessThanOrEqual(4);
    expect(refused(windows.slice(1))).toBe(0);
    expectSpent(windows, 1, 0.97);
  });

  test('counts requests whose responses got lost', async () => {
    const windows = await run({ loses: (request) => request % 10 === 3 });
    expectNeverMore(windows, 1);
    expectSpent(windows, 1, 0.97);
  });

  test('counts requests whose responses carry no headers', async () => {
    const random = createRandom(1, 'headers');
    const windows = await run({ carries: () => ({ limit: random.chance(0.5), date: true }) });
    expectNeverMore(windows, 1);
    expectSpent(windows, 1, 0.9);
  });

  test.each([
    ['with Date', true],
    ['without Date', false],
  ])('paces evenly where headers are missing, %s', async (_, date) => {
    const windows = await run({ carries: () => ({ limit: false, date }) });
    expectNeverMore(windows, 1);
    expectSpent(windows, 1, 0.85);
  });

  test.each([0, 5_000, 9_500])(
    'learns the window’s edges where only Date is missing, beginning %d ms later',
    async (later) => {
      const windows = await run({ carries: () => ({ limit: true, date: false }), serverStart: serverStart + later });
      expectNeverMore(windows, 1);
      expectSpent(windows, 1, 0.97);
    },
  );

  test('passes no window where headers are missing and requests are bunched together on their way', async () => {
    // Nearly eleven seconds' worth arrives in every other window.
    const late = (serverTime: number): [number, number] => (serverTime % 20_000 > 19_100 ? [900, 0] : [0, 900]);
    const windows = await run({ carries: () => ({ limit: false, date: true }), latency: late });
    expectNeverMore(windows, 1);
  });

  test('goes on evenly when the headers go missing for good', async () => {
    const windows = await run({ carries: (response) => ({ limit: response < 3000, date: true }), windows: 8 });
    expectNeverMore(windows, 1);
    expectSpent(windows, 1, 0.8);
  });

  test('paces evenly where Date and the window’s end are hours apart: one of them is wrong', async () => {
    const windows = await run({ dateAhead: 5 * 3_600_000 });
    expectNeverMore(windows, 1);
    expectSpent(windows, 1, 0.85);
  });

  test.each([300, 2_000])('learns that the limiter’s clock is %d ms behind the one of Date', async (dateAhead) => {
    const windows = await run({ dateAhead, windows: 12 });
    // What is refused before it is learned are single requests that ask whether the new window has begun.
    expect(refused(windows)).toBeLessThan(30);
    expect(refused(windows.slice(7))).toBe(0);
    expectSpent(windows, 1, 0.97);
  });

  test.each([undefined, 2])(
    'slows down where a lower limit is known only by refusals (Retry-After: %s)',
    async (retryAfter) => {
      const windows = await run({
        limit: () => 300,
        carries: () => ({ limit: false, date: true }),
        retryAfter,
        windows: 30,
        waiting: 100,
      });
      const late = windows.slice(10);
      const sum = (of: (window: Spending) => number) => late.reduce((total, window) => total + of(window), 0);
      expect(sum(({ refused }) => refused) / sum(({ ours }) => ours)).toBeLessThan(0.15);
      expect(sum(({ ours }) => ours) / (20 * 300)).toBeGreaterThan(0.5);
    },
  );

  test.each([600, 6_000, 10_000])(
    'keeps the owner’s own bound of %d requests a minute, and uses it',
    async (perMinute) => {
      const windows = await run({ perMinute, windows: 13 });
      expect(refused(windows)).toBe(0);
      for (let first = 0; first + 6 <= windows.length; first++) {
        const minute = windows.slice(first, first + 6).reduce((sum, { ours }) => sum + ours, 0);
        // What left within a minute may arrive within a little less.
        expect(minute).toBeLessThanOrEqual(perMinute * 1.01);
      }
      for (const { ours } of inner(windows)) expect(ours).toBeGreaterThanOrEqual((perMinute / 6) * 0.97);
    },
  );

  test('does not stampede when a window begins: what leaves at once is bounded by what the latency needs', async () => {
    const windows = await run({ latency: latencies(300, 300), waiting: 3_000 });
    // 167 a second at 0.3 s need 50 in flight.
    for (const { mostInFlight } of inner(windows)) expect(mostInFlight).toBeLessThanOrEqual(90);
    expectSpent(windows, 1, 0.97);
  });
});

describe('headers that are wrong', () => {
  const limits = ['x-ratelimit-limit', 'x-ratelimit-remaining', 'x-ratelimit-reset'];
  const nonsense = [
    'Infinity',
    '-Infinity',
    'NaN',
    '',
    '0',
    '-1',
    '-1667',
    '1e308',
    '9007199254740993',
    '99999999999999999999',
    '1000000000',
    '0x1000',
    'many',
    '16.67',
    'null',
    '[object Object]',
  ];

  test.each(nonsense)('neither flood nor stop the run where all are %j', async (wrong) => {
    const garbles = (_: number, headers: Record<string, string>) => ({
      ...headers,
      ...Object.fromEntries(limits.map((name) => [name, wrong])),
    });
    const windows = await run({ garbles });
    expectNeverMore(windows, 1);
    expectSpent(windows, 1, 0.8);
  });

  test.each(limits.flatMap((name) => nonsense.map((wrong) => [name, wrong])))(
    'neither flood nor stop the run where %s is always %j',
    async (name, wrong) => {
      const windows = await run({ garbles: (_, headers) => ({ ...headers, [name!]: wrong! }), limit: () => 500 });
      // Where nothing that is true is told, the default is spent at an even pace, and refusals slow it down.
      for (const { total, refused } of inner(windows)) expect(total + refused).toBeLessThanOrEqual(1667);
      for (const { ours } of inner(windows)) expect(ours).toBeGreaterThan(0);
    },
  );

  test('do no harm where one response in seven has them, of any kind', async () => {
    const random = createRandom(7, 'nonsense');
    const names = [...limits, 'date', 'retry-after'];
    const dates = ['Thu, 01 Jan 1970 00:00:00 GMT', new Date(serverStart + 365 * 86_400_000).toUTCString(), 'soon'];
    const garbles = (_: number, headers: Record<string, string>) => {
      if (!random.chance(1 / 7)) return headers;
      const name = random.pick(names);
      const wrong = random.pick(name === 'date' ? dates : nonsense);
      // That nothing is left is believed: it costs the rest of the window.
      return name === 'x-ratelimit-remaining' && wrong === '0' ? headers : { ...headers, [name]: wrong };
    };
    const windows = await run({ garbles, windows: 10 });
    expectNeverMore(windows, 1);
    expectSpent(windows, 1, 0.9);
  });

  test('do not stop the run where one response has an end that is a minute and a half ahead', async () => {
    const ahead = String(Math.floor(serverStart / 1000) + 90);
    const garbles = (response: number, headers: Record<string, string>) =>
      response % 500 === 250 ? { ...headers, 'x-ratelimit-reset': ahead } : headers;
    const windows = await run({ garbles, windows: 12 });
    // Single requests that ask whether the new window has begun, until the wrong end has passed.
    expect(refused(windows)).toBeLessThan(100);
    expectSpent(windows, 1, 0.97);
  });

  test.each(['Infinity', '-5', '0', 'NaN', '1e300', '99999999999999999999', 'soon', ''])(
    'leave it to the window’s end when to go on where Retry-After is %j',
    async (wrong) => {
      let requests = 0;
      const garbles = (_: number, headers: Record<string, string>) => ({ ...headers, 'retry-after': wrong });
      const windows = await run({ garbles, others: () => (requests++ === 100 ? 1667 : 0) });
      // Those under way when others emptied the window.
      expect(refused(windows)).toBeLessThan(100);
      expectSpent(windows, 1, 0.97);
    },
  );
});

describe('the budget and the simulator', () => {
  test('agree: nothing is refused, nothing waits longer than it must', async () => {
    const clock = createFakeClock();
    const simulator = createSimulator({
      scale: 0,
      now: () => clock.now(),
      rateLimit: { limit: 50, windowSeconds: 10 },
    });
    const { client } = over(throughFetch(simulator.fetch), { clock, secret: 'simulator-token' });
    await Promise.all(Array.from({ length: 400 }, () => client.get('/tags')));
    expect(simulator.requests.all.map(({ status }) => status)).toEqual(Array.from({ length: 400 }, () => 200));
    // Eight windows' worth: seven of them to be waited for, each end known to a second.
    expect(clock.elapsed()).toBeGreaterThan(60_000);
    expect(clock.elapsed()).toBeLessThan(82_000);
  });
});
