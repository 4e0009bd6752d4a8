import { expect, test } from 'vitest';
import { createLedger } from '../../../src/intercom/readers/ledger.ts';
import { missingRecords } from '../../../src/intercom/readers/search-shortfall.ts';
import { ok, scripted } from '../scripted.ts';

const begunAt = 5_000;

/** A search of which ids up to `received` came and `total` were counted; `changed` is what a search of the latest changes lists. */
function ended({
  to = Number.POSITIVE_INFINITY,
  received = 10,
  totals = [10],
  changed = [],
  dayExact = false,
  hasChanges = false,
}: Partial<{
  to: number;
  received: number;
  totals: number[];
  changed: string[];
  dayExact: boolean;
  hasChanges: boolean;
}>) {
  const { context } = scripted(() => ok({}));
  const ledger = createLedger({ path: '/contacts/search', log: context.log });
  const reading = ledger.begin();
  const items = Array.from({ length: received }, (_, i) => ({ id: String(i), updated_at: i }));
  reading.take(items, totals[0]);
  for (const total of totals.slice(1)) reading.take([{ id: '0', updated_at: -total }], total);
  const search = {
    path: '/contacts/search',
    items: 'data',
    sorts: true,
    count: async () => 0,
    ask: async () => ({ data: changed.map((id) => ({ id })), total_count: changed.length }),
  };
  const open = { search, context, range: { from: 0, to }, dayExact };
  return { open, begunAt, reading, from: 0, received, total: totals[0]!, hasChanges };
}

test('nothing is missing where as many came as were counted', async () => {
  expect(await missingRecords(ended({}))).toBeUndefined();
  expect(await missingRecords(ended({ to: 1_000 }))).toBeUndefined();
});

test('of a range that was over when the search began, all that were counted are missing', async () => {
  expect(await missingRecords(ended({ to: 1_000, totals: [12] }))).toEqual({ received: 10, expected: 12, missing: 2 });
});

test('of a range over, whose count fell, all that were there at the smallest count had to come', async () => {
  expect(await missingRecords(ended({ to: 1_000, totals: [13, 11] }))).toMatchObject({
    missing: 1,
    mayBeExplained: true,
  });
});

test('of an open range without order, what changed meanwhile and did not come is not missing', async () => {
  expect(await missingRecords(ended({ totals: [12], changed: ['new', 'moved'] }))).toBeUndefined();
  expect(await missingRecords(ended({ totals: [12], changed: ['new', '0'] }))).toMatchObject({ missing: 2 });
});

test('of an open range in order, what changed meanwhile came, and explains nothing', async () => {
  expect(await missingRecords(ended({ totals: [12], changed: ['new', 'moved'], hasChanges: true }))).toMatchObject({
    missing: 2,
  });
});

test('of an open range by days, as many as changed since it began are not missing', async () => {
  const days = ended({ totals: [12], dayExact: true });
  expect(await missingRecords(days)).toMatchObject({ missing: 2 });
  days.reading.take(
    [
      { id: '0', updated_at: begunAt },
      { id: '1', updated_at: begunAt },
    ],
    12,
  );
  expect(await missingRecords(days)).toBeUndefined();
});

test.each([true, false])(
  'of an open range in order, by days: %s, what came while the count fell may be missing',
  async (dayExact) => {
    expect(await missingRecords(ended({ totals: [11, 10], dayExact, hasChanges: true }))).toMatchObject({
      missing: 1,
      mayBeExplained: true,
    });
  },
);

test('where the search began again, what is missing of the whole range counts as well', async () => {
  const whole = { ...ended({ hasChanges: true }), received: 40, total: 45 };
  expect(await missingRecords(whole)).toBeUndefined();
  expect(await missingRecords({ ...whole, from: 3_000 })).toEqual({ received: 40, expected: 45, missing: 5 });
});
