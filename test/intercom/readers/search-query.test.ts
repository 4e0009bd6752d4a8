/** The query builder, against a model of every reading of Intercom's comparisons. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { changedWithin, comparesDays, type Filter, searchBody } from '../../../src/intercom/readers/search-query.ts';

/** Whether a record that changed at that second matches `updated_at <operator> value`. */
type Reading = (operator: string, at: number, value: number) => boolean;

const exclusive: Reading = (operator, at, value) => (operator === '>' ? at > value : at < value);
const inclusive: Reading = (operator, at, value) => (operator === '>' ? at >= value : at <= value);

/** Contacts up to 2.16: `>` begins at the next calendar day, `<` stops before the value's. */
function byDay(timeZone: string): Reading {
  const format = new Intl.DateTimeFormat('en-CA', { timeZone, year: 'numeric', month: '2-digit', day: '2-digit' });
  const dayOf = (seconds: number) => format.format(seconds * 1000);
  return (operator, at, value) => (operator === '>' ? dayOf(at) > dayOf(value) : dayOf(at) < dayOf(value));
}

function matches(filters: readonly Filter[], at: number, reading: Reading): boolean {
  return filters.every((filter) => {
    if (!('field' in filter) || filter.field !== 'updated_at') throw new Error('Only time is asked for.');
    // Day-exact search knows no other operators.
    if (filter.operator !== '>' && filter.operator !== '<') throw new Error(`${filter.operator} is refused.`);
    if (!Number.isInteger(filter.value)) throw new Error('Only whole seconds compare.');
    return reading(filter.operator, at, Number(filter.value));
  });
}

/** With summer time of one hour, half an hour and two; days of 23 to 27 hours; far from UTC on both sides; a day that was left out. */
const zones = [
  'UTC',
  'America/Los_Angeles',
  'America/Sao_Paulo',
  'America/St_Johns',
  'Europe/Berlin',
  'Asia/Kathmandu',
  'Asia/Tehran',
  'Australia/Lord_Howe',
  'Antarctica/Troll',
  'Antarctica/Casey',
  'Pacific/Apia',
  'Pacific/Kiritimati',
  'Etc/GMT+12',
];

const hour = 3600;
/** Moments at which clocks change somewhere, and any others since Intercom began. */
const moments = fc.oneof(
  fc.integer({ min: Date.UTC(2011, 0, 1) / 1000, max: Date.UTC(2030, 0, 1) / 1000 }),
  fc
    .tuple(
      fc.constantFrom(
        '2024-03-10T10:00:00Z',
        '2024-11-03T09:00:00Z',
        '2024-03-31T01:00:00Z',
        '2024-10-27T01:00:00Z',
        '2011-12-30T10:00:00Z',
        '2018-11-04T03:00:00Z',
        '2018-02-18T02:00:00Z',
        '2012-02-21T17:00:00Z',
        '2024-04-06T15:00:00Z',
      ),
      fc.integer({ min: -40 * hour, max: 40 * hour }),
    )
    .map(([date, around]) => Date.parse(date) / 1000 + around),
);
const lengths = fc.oneof(
  fc.integer({ min: 1, max: 5 }),
  fc.integer({ min: 1, max: 60 * hour }),
  fc.integer({ min: 1, max: 400 * 24 * hour }),
);
const within = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });

describe('a window of changes', () => {
  test.each([
    ['exclusive', exclusive],
    ['inclusive', inclusive],
  ])('holds each of its seconds where > and < are %s', (_, reading) => {
    fc.assert(
      fc.property(moments, lengths, within, (from, length, part) => {
        const range = { from, to: from + length };
        const filters = changedWithin(range, false);
        for (const at of [from, range.to - 1, from + Math.floor(part * length)])
          expect(matches(filters, at, reading)).toBe(true);
        // More than a second beyond it is a waste.
        expect(matches(filters, from - 2, reading)).toBe(false);
        expect(matches(filters, range.to + 1, reading)).toBe(false);
      }),
    );
  });

  test.each(zones)('holds each of its seconds where days of %s compare', (zone) => {
    const reading = byDay(zone);
    fc.assert(
      fc.property(moments, lengths, within, (from, length, part) => {
        const range = { from, to: from + length };
        const filters = changedWithin(range, true);
        for (const at of [from, range.to - 1, from + Math.floor(part * length)])
          expect(matches(filters, at, reading)).toBe(true);
        // It reads at most three days beyond it.
        expect(matches(filters, from - 73 * hour, reading)).toBe(false);
        expect(matches(filters, range.to + 73 * hour, reading)).toBe(false);
      }),
      { numRuns: 300 },
    );
  });

  test.each([
    ['Antarctica/Casey', '2012-02-21T13:00:00Z', 27],
    ['Antarctica/Troll', '2011-10-29T22:00:00Z', 26],
    ['Asia/Magadan', '2014-10-25T12:00:00Z', 26],
    ['Europe/Berlin', '2024-10-26T22:00:00Z', 25],
  ])('holds the last second of the longest day of %s', (zone, begins, hours) => {
    const reading = byDay(zone);
    const first = Date.parse(begins) / 1000;
    const last = first + hours * hour - 1;
    expect([first - 1, last + 1].map((at) => reading('>', at, first) || reading('<', at, first))).toEqual([true, true]);
    expect(reading('>', last, first)).toBe(false);
    expect(matches(changedWithin({ from: last, to: last + 1 }, true), last, reading)).toBe(true);
    expect(matches(changedWithin({ from: first, to: first + 1 }, true), first, reading)).toBe(true);
  });

  test('holds all that changes from now on where it is open-ended', () => {
    for (const dayExact of [false, true]) {
      const filters = changedWithin({ from: 1_700_000_000, to: Number.POSITIVE_INFINITY }, dayExact);
      for (const reading of [exclusive, inclusive, byDay('Pacific/Apia')]) {
        if (reading === exclusive || reading === inclusive || dayExact) {
          expect(matches(filters, 1_700_000_000, reading)).toBe(true);
          expect(matches(filters, 4_000_000_000, reading)).toBe(true);
        }
      }
      expect(JSON.stringify(filters)).not.toContain('null');
    }
  });

  test('begins with the beginning, and asks for nothing before it', () => {
    for (const dayExact of [false, true]) {
      const [lower] = changedWithin({ from: 0, to: Number.POSITIVE_INFINITY }, dayExact);
      expect(lower).toMatchObject({ operator: '>', value: 0 });
    }
  });

  test('leaves no gap between neighbours, and no overlap where the bounds are exclusive but a second', () => {
    fc.assert(
      fc.property(moments, lengths, lengths, (from, first, second) => {
        const middle = from + first;
        const older = changedWithin({ from, to: middle }, false);
        const newer = changedWithin({ from: middle, to: middle + second }, false);
        for (const at of [middle - 1, middle]) {
          for (const reading of [exclusive, inclusive])
            expect(matches(older, at, reading) || matches(newer, at, reading)).toBe(true);
        }
        expect(matches(newer, middle - 1, exclusive)).toBe(false);
        expect(matches(older, middle, exclusive)).toBe(false);
      }),
    );
  });
});

describe('a search’s body', () => {
  test('is sorted by the long name of the order: the short one is refused', () => {
    expect(searchBody([{ field: 'role', operator: '=', value: 'user' }], { size: 150 })).toEqual({
      query: { operator: 'AND', value: [{ field: 'role', operator: '=', value: 'user' }] },
      sort: { field: 'updated_at', order: 'ascending' },
      pagination: { per_page: 150 },
    });
  });

  test('carries the cursor', () => {
    expect(searchBody([], { size: 1, startingAfter: 'abc' }).pagination).toEqual({
      per_page: 1,
      starting_after: 'abc',
    });
  });
});

describe('contact search', () => {
  test.each([
    ['2.7', true],
    ['2.9', true],
    ['2.16', true],
    ['2.17', false],
    ['2.18', false],
    ['3.0', false],
    ['Preview', false],
    ['1.4', true],
  ])('version %s compares days: %s', (version, days) => expect(comparesDays(version)).toBe(days));
});
