/** What time it is, by `Date` headers and our own clock: none of them wrong alone moves it ahead. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createServerTime } from '../../../src/intercom/limits/server-time.ts';
import { openSession } from '../../../src/intercom/session.ts';
import { createFakeClock } from '../../support/fake-clock.ts';
import { response, scripted } from '../scripted.ts';

const hour = 3_600_000;
const day = 24 * hour;
const year = 365 * day;
const truth = Date.UTC(2024, 4, 15, 12);
const me = { type: 'admin', id: '1', app: { id_code: 'ws1', region: 'US' } };

/** Opens a session where the responses' `Date` says what `dateAt` gives, and our own clock is wrong by so much. */
async function opened(dateAt: (truth: number, response: number) => number | string | undefined, wrongBy = 0) {
  const clock = createFakeClock({ start: truth, wrongBy });
  const script = scripted(
    async (_, number) => {
      await clock.sleep(200);
      const date = dateAt(truth + clock.elapsed(), number);
      const text = typeof date === 'number' ? new Date(date).toUTCString() : date;
      return response(200, me, text === undefined ? {} : { date: text });
    },
    { clock },
  );
  const session = await openSession(script.client, { region: 'us' });
  const late = () => truth + clock.elapsed() - session.client.serverNow();
  return { ...script, ...session, late, startedLate: truth / 1000 - session.startedAt };
}

const right = (now: number) => now;

describe('the time that a session begins at', () => {
  test('is the server’s, at the earliest, in one request', async () => {
    const { startedLate, requests, logged } = await opened(right);
    expect(startedLate).toBeGreaterThanOrEqual(0);
    expect(startedLate).toBeLessThanOrEqual(1);
    expect(requests).toHaveLength(1);
    expect(logged).toEqual([]);
  });

  test.each([year, -year, 2 * day, -2 * day])(
    'is right where the first Date alone is wrong by %d ms',
    async (wrong) => {
      const { startedLate, requests } = await opened((now, n) => (n === 1 ? now + wrong : now));
      expect(Math.abs(startedLate)).toBeLessThanOrEqual(2);
      expect(requests.length).toBeLessThanOrEqual(5);
    },
  );

  test.each([year, -year])(
    'is the server’s where all its Dates are %d ms from our clock, with one warning',
    async (apart) => {
      const { startedAt, logged, requests } = await opened((now) => now + apart);
      expect(Math.abs(startedAt - (truth + apart) / 1000)).toBeLessThanOrEqual(2);
      expect(requests).toHaveLength(5);
      expect(logged).toEqual([expect.stringMatching(/^This machine's clock says .*, Intercom's says /)]);
    },
  );

  test('is the server’s where our clock is 26 hours behind', async () => {
    const { startedLate, logged } = await opened(right, -26 * hour);
    expect(Math.abs(startedLate)).toBeLessThanOrEqual(2);
    expect(logged).toHaveLength(1);
  });

  test('is the earlier of both where they are hours apart, whichever is wrong', async () => {
    expect((await opened(right, 7 * hour)).startedLate).toBeLessThanOrEqual(2);
    expect((await opened((now) => now + 7 * hour)).startedLate).toBeLessThanOrEqual(2);
    expect((await opened(right, -7 * hour)).startedLate).toBeCloseTo((7 * hour) / 1000, -1);
    expect((await opened((now) => now - 7 * hour)).startedLate).toBeCloseTo((7 * hour) / 1000, -1);
  });

  test.each([undefined, '', 'soon', '99999999999999999999', 'Tue, 35 Foo 2024 99:99:99 GMT'])(
    'is our clock’s where Date is %s, with one warning',
    async (date) => {
      const { startedLate, logged, requests } = await opened(() => date);
      expect(startedLate).toBeLessThanOrEqual(2);
      expect(requests.length).toBeLessThanOrEqual(5);
      expect(logged).toEqual([expect.stringMatching(/no date/)]);
    },
  );

  test('never comes from the end of a window', async () => {
    const clock = createFakeClock({ start: truth });
    const end = String((truth + year) / 1000);
    const limits = { 'x-ratelimit-limit': '100', 'x-ratelimit-remaining': '90', 'x-ratelimit-reset': end };
    const { client } = scripted(() => response(200, me, limits), { clock });
    expect((await openSession(client, { region: 'us' })).startedAt).toBeLessThanOrEqual((truth + day) / 1000);
  });
});

describe('the time within a run', () => {
  test.each([year, -year, 3 * day])('does not jump because of one Date that is wrong by %d ms', async (wrong) => {
    for (let bad = 2; bad < 8; bad++) {
      const { client, late } = await opened((now, n) => (n === bad ? now + wrong : now));
      for (let i = 0; i < 12; i++) {
        await client.get('/tags');
        expect(late(), `after response ${i + 2}`).toBeGreaterThanOrEqual(0);
        expect(late()).toBeLessThanOrEqual(1500);
      }
    }
  });

  test('is never ahead of the truth while most Dates are right and our clock is within a day', () => {
    const cases = fc.record({
      wrongBy: fc.integer({ min: -day + 1, max: day - 1 }),
      dates: fc.array(fc.record({ wrong: fc.integer({ min: -year, max: year }), bad: fc.boolean() }), { minLength: 1 }),
    });
    fc.assert(
      fc.property(cases, ({ wrongBy, dates }) => {
        let elapsed = 0;
        const time = createServerTime({ now: () => truth + wrongBy + elapsed, elapsed: () => elapsed });
        let sinceBad = 0;
        for (const { wrong, bad } of dates) {
          elapsed += 1000;
          // At least two right ones between two that are wrong.
          const isBad = bad && sinceBad >= 2;
          sinceBad = isBad ? 0 : sinceBad + 1;
          time.observe(truth + elapsed + (isBad ? wrong : 0), elapsed);
          expect(time.now()).toBeLessThanOrEqual(truth + elapsed);
        }
      }),
    );
  });

  test('follows a server whose clock is put right for good', async () => {
    let ahead = year;
    const { client, late } = await opened((now) => now + ahead);
    ahead = 0;
    for (let i = 0; i < 12; i++) await client.get('/tags');
    expect(late()).toBeLessThanOrEqual(1500);
    expect(late()).toBeGreaterThanOrEqual(0);
  });
});
