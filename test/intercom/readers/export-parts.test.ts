import { describe, expect, test } from 'vitest';
import { type ExportPart, evenParts, smallerParts, wholePart } from '../../../src/intercom/readers/export-parts.ts';

const day = 86_400;
const now = 1000 * day;
const forEver = Number.POSITIVE_INFINITY;

test('a range is asked for from when anything was sent, with all that has happened since', () => {
  expect(wholePart({ from: 0, to: forEver }, { now, earliest: 10 * day })).toEqual([
    { from: 10 * day, to: forEver, until: now },
  ]);
  expect(wholePart({ from: 20 * day, to: 30 * day }, { now, earliest: 10 * day })).toEqual([
    { from: 20 * day, to: 30 * day, until: now },
  ]);
});

test('of a range in which nothing has been sent there is no part', () => {
  expect(wholePart({ from: now, to: forEver }, { now, earliest: 0 })).toEqual([]);
  expect(wholePart({ from: 0, to: day }, { now, earliest: 10 * day })).toEqual([]);
});

test('even parts are of one length, each up to where the next one begins, and the last one as open as the range', () => {
  const known = { now, earliest: 10 * day, longest: 100 * day };
  const parts = evenParts({ from: 0, to: forEver }, known);
  expect(parts).toHaveLength(10);
  expect(parts[0]).toEqual({ from: 10 * day, to: 109 * day, until: 109 * day });
  expect(parts.at(-1)).toEqual({ from: 901 * day, to: forEver, until: now });
  for (const [i, part] of parts.entries()) if (i > 0) expect(part.from).toBe(parts[i - 1]!.to);
  expect(evenParts({ from: 950 * day, to: 960 * day }, known)).toEqual([
    { from: 950 * day, to: 960 * day, until: 960 * day },
  ]);
  expect(evenParts({ from: now, to: forEver }, known)).toEqual([]);
});

describe('a part that is too large', () => {
  test('is halved: the older half looks ahead as far as it has to, the younger one as far as it did', () => {
    expect(smallerParts({ from: 0, to: forEver, until: now }, 31 * day)).toEqual([
      { from: 0, to: 500 * day, until: 531 * day },
      { from: 500 * day, to: forEver, until: now },
    ]);
    expect(smallerParts({ from: 980 * day, to: 990 * day, until: now }, 31 * day)).toEqual([
      { from: 980 * day, to: 985 * day, until: now },
      { from: 985 * day, to: 990 * day, until: now },
    ]);
  });

  test('looks ahead less where that is more than all that was sent in it', () => {
    expect(smallerParts({ from: 0, to: 10 * day, until: 41 * day }, 31 * day)).toEqual([
      { from: 0, to: 10 * day, until: 25.5 * day },
    ]);
  });

  test('is cut until it is a minute long, into parts without gaps, each asked for until its end at least', () => {
    const left: ExportPart[] = [{ from: 0, to: forEver, until: now }];
    let end = 0;
    let cuts = 0;
    for (let part = left.shift(); part; part = left.shift()) {
      const smaller = smallerParts(part, 31 * day);
      cuts++;
      expect(part.until).toBeGreaterThanOrEqual(Math.min(part.to, now));
      if (smaller && cuts < 200) {
        left.unshift(...smaller);
        continue;
      }
      expect(part.from).toBe(end);
      end = part.to;
    }
    expect(end).toBe(forEver);
    expect(smallerParts({ from: 0, to: 60, until: 100 }, 31 * day)).toBeUndefined();
  });
});
