import { describe, expect, test } from 'vitest';
import type { Range } from '../../../src/core/ranges.ts';
import type { HttpRequest } from '../../../src/intercom/http/transport.ts';
import { windows } from '../../../src/intercom/readers/windows.ts';
import { ok, refusal, response, type Script, scripted } from '../scripted.ts';

const day = 86_400;
/** The client's clock stands here, unix seconds. */
const now = Date.UTC(2024, 4, 15, 12) / 1000;
const beginning = now - 2_000 * day;

const reader = windows({
  path: '/logs/search',
  items: 'logs',
  pageSize: 3,
  between: (after, before) => ({ after, before }),
  timeOf: ({ at }) => at as number | undefined,
  beginning,
});

interface Log {
  id: string;
  at: number;
}
interface Asked {
  after: number;
  before?: number;
  page: number;
  per_page: number;
}
const askedIn = (request: HttpRequest) => JSON.parse(String(request.body)) as Asked;

/** A server of these logs that answers, newest first, for so many days at once and no more. */
function serving(logs: readonly Log[], { mostDays = Number.POSITIVE_INFINITY, isInclusive = false } = {}): Script {
  return scripted((request) => {
    const { after, before = now, page, per_page } = askedIn(request);
    if (before - after > mostDays * day + 2) return response(500, 'too long');
    const slack = isInclusive ? 1 : 0;
    const within = logs.filter(
      ({ at }) => at > after - slack && (at < before + slack || askedIn(request).before === undefined),
    );
    const found = within.sort((a, b) => b.at - a.at);
    const items = found.slice((page - 1) * per_page, page * per_page);
    return ok({ logs: items, pages: { page, per_page, total_pages: Math.ceil(found.length / per_page) } });
  });
}

async function readWith(script: Script, range: Range) {
  const ids: unknown[] = [];
  const positions: number[] = [];
  /** Those that were out when a position was told. */
  const outBefore = new Map<number, number>();
  for await (const { entities, position } of reader.read(script.context, range)) {
    ids.push(...entities.map(({ id }) => id));
    if (position === undefined) continue;
    positions.push(position);
    outBefore.set(position, new Set(ids).size);
  }
  return { ids, positions, outBefore };
}

const always = { from: 0, to: Number.POSITIVE_INFINITY };
const logsAt = (...times: number[]): Log[] => times.map((at, i) => ({ id: `log ${i}`, at }));
const spread = logsAt(...Array.from({ length: 40 }, (_, i) => beginning + i * 50 * day));
const idsOf = (logs: readonly Log[]) => logs.map(({ id }) => id).sort();

describe('a range', () => {
  test.each([[true], [false]])(
    'gives each record once, whether bounds are included (%s) or not',
    async (isInclusive) => {
      const onBounds = logsAt(beginning, beginning + 30 * day - 1, beginning + 30 * day, beginning + 30 * day + 1);
      const { ids } = await readWith(serving(onBounds, { isInclusive }), always);
      expect(ids.sort()).toEqual(idsOf(onBounds));
    },
  );

  test('is read from its oldest window to its newest, each a position that all before it is out for', async () => {
    const { ids, positions, outBefore } = await readWith(serving(spread), always);
    expect(ids.sort()).toEqual(idsOf(spread));
    expect(positions.length).toBeGreaterThan(3);
    expect(positions).toEqual([...positions].sort((a, b) => a - b));
    for (const [position, out] of outBefore) expect(out).toBe(spread.filter(({ at }) => at < position).length);
  });

  test('with an end asks for nothing outside of it, and gives nothing outside of it', async () => {
    const script = serving(spread, { isInclusive: true });
    const range = { from: beginning + 100 * day, to: beginning + 200 * day };
    const { ids } = await readWith(script, range);
    expect(ids).toEqual(['log 2', 'log 3']);
    for (const request of script.requests) {
      expect(askedIn(request).after).toBeGreaterThanOrEqual(range.from - 1);
      expect(askedIn(request).before).toBeLessThanOrEqual(range.to);
    }
  });

  test('before the beginning is empty, and asks for nothing', async () => {
    const script = serving(spread);
    const past = { from: 0, to: beginning };
    expect((await readWith(script, past)).ids).toEqual([]);
    expect(await reader.count(script.context, past)).toBe(0);
    expect(script.requests).toEqual([]);
  });

  test('without an end is open: what happens while it is read comes too', async () => {
    const script = serving(logsAt(now + 5));
    expect((await readWith(script, { from: now - 60, to: Number.POSITIVE_INFINITY })).ids).toEqual(['log 0']);
    expect(askedIn(script.requests.at(-1)!).before).toBeUndefined();
  });

  test('that is quiet takes few requests, its windows growing', async () => {
    const script = serving([]);
    await readWith(script, always);
    expect(script.requests.length).toBeLessThan(12);
  });
});

describe('a window', () => {
  test('is read page by page, to the last', async () => {
    const logs = logsAt(...Array.from({ length: 8 }, (_, i) => now - 100 + i));
    const script = serving(logs);
    expect((await readWith(script, { from: now - 1000, to: now })).ids.sort()).toEqual(idsOf(logs));
    expect(script.requests.map((request) => askedIn(request).page)).toEqual([1, 2, 3]);
    expect(script.requests.every((request) => askedIn(request).per_page === 3)).toBe(true);
  });

  test('that moves while it is read repeats records, and loses none', async () => {
    const logs = logsAt(...Array.from({ length: 7 }, (_, i) => now - 100 + i));
    const script = scripted((request) => {
      const { page } = askedIn(request);
      if (page === 2) logs.push({ id: `new ${logs.length}`, at: now + 1 });
      const newest = [...logs].sort((a, b) => b.at - a.at);
      const pages = { page, per_page: 3, total_pages: Math.ceil(logs.length / 3) };
      return ok({ logs: newest.slice((page - 1) * 3, page * 3), pages });
    });
    const { ids } = await readWith(script, { from: now - 1000, to: Number.POSITIVE_INFINITY });
    expect([...new Set(ids)].sort()).toEqual(expect.arrayContaining(['log 0', 'log 6']));
    expect(new Set(ids.filter((id) => String(id).startsWith('log'))).size).toBe(7);
  });

  test('that is not answered is halved until it is, and so are those after it', async () => {
    const script = serving(spread, { mostDays: 20 });
    const { ids } = await readWith(script, always);
    expect(ids.sort()).toEqual(idsOf(spread));
    const tooLong = script.requests.filter((request) => {
      const { after, before = now } = askedIn(request);
      return before - after > 20 * day + 2;
    });
    // One length of 30 days, three times.
    expect(tooLong.length).toBe(3);
    expect(script.logged.at(-1)).toBe('/logs/search does not answer: asking for 15 days at once.');
  });

  test('of a day that is not answered either is an error', async () => {
    const script = serving(spread, { mostDays: 0.5 });
    await expect(readWith(script, always)).rejects.toMatchObject({ code: 'api_unavailable' });
  });

  test('that is refused is an error at once', async () => {
    const script = scripted(() => refusal(403, 'forbidden'));
    await expect(readWith(script, always)).rejects.toMatchObject({ code: 'permission_missing' });
    expect(script.requests).toHaveLength(1);
  });

  test('without its list is an error, never empty', async () => {
    await expect(
      readWith(
        scripted(() => ok({ pages: null })),
        always,
      ),
    ).rejects.toMatchObject({ code: 'request_refused' });
  });

  test('that ends before the page it says to be the last is incomplete', async () => {
    const script = scripted((request) => {
      const { page } = askedIn(request);
      return ok({ logs: page === 1 ? [{ id: 'a', at: now - 1 }] : [], pages: { page, total_pages: 3 } });
    });
    const range = { from: now - 100, to: now };
    await expect(readWith(script, range)).rejects.toMatchObject({ code: 'records_missing', details: range });
  });
});

describe('a count', () => {
  test('is the number of pages of one record', async () => {
    const script = serving(spread);
    expect(await reader.count(script.context, { from: beginning + 100 * day, to: beginning + 500 * day })).toBe(8);
    expect(script.asked()).toEqual([
      { after: beginning + 100 * day - 1, before: beginning + 500 * day, page: 1, per_page: 1 },
    ]);
  });

  test('is not known where the range is too long to be answered, or no number of pages is told', async () => {
    expect(await reader.count(serving(spread, { mostDays: 100 }).context, always)).toBeNaN();
    expect(await reader.count(scripted(() => ok({ logs: [], pages: null })).context, always)).toBeNaN();
  });

  test('that is refused is an error', async () => {
    const { context } = scripted(() => refusal(401, 'unauthorized'));
    await expect(reader.count(context, always)).rejects.toMatchObject({ code: 'token_refused' });
  });
});
