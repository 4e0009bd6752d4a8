/** Sets of ranges against the plainest model there is: the set of the numbers in them. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { add, always, below, contains, gaps, type Range, type Ranges, setOf } from '../../src/core/ranges.ts';

const end = 30;
const bounds = fc.tuple(fc.nat(end), fc.nat(end));
const range: fc.Arbitrary<Range> = bounds.map(([a, b]) => ({ from: Math.min(a, b), to: Math.max(a, b) }));
/** As a slip may give them: backwards too. */
const anyRange: fc.Arbitrary<Range> = bounds.map(([from, to]) => ({ from, to }));
const added = (ranges: readonly Range[]): Ranges => ranges.reduce<Ranges>(add, []);
const set = fc.array(range, { maxLength: 8 }).map(added);

/** The numbers below `end` that are in some of the ranges. */
const numbersIn = (ranges: Ranges): number[] =>
  Array.from({ length: end + 1 }, (_, i) => i).filter((i) => ranges.some(({ from, to }) => i >= from && i < to));

const isNormal = (ranges: Ranges): boolean =>
  ranges.every(({ from, to }, i) => from < to && (i === 0 || (ranges[i - 1]?.to ?? 0) < from));

describe('add', () => {
  test('holds exactly the numbers of all that was added, sorted and joined', () => {
    fc.assert(
      fc.property(fc.array(anyRange, { maxLength: 8 }), (ranges) => {
        const made = added(ranges);
        expect(isNormal(made)).toBe(true);
        expect(numbersIn(made)).toEqual(numbersIn(ranges));
      }),
    );
  });

  test('leaves the set it was given as it was', () => {
    fc.assert(
      fc.property(set, range, (given, more) => {
        const before = structuredClone(given);
        add(given, more);
        expect(given).toEqual(before);
      }),
    );
  });

  test('joins what touches, up to the end of time', () => {
    expect(add([{ from: 0, to: 5 }], { from: 5, to: Number.POSITIVE_INFINITY })).toEqual([always]);
  });
});

describe('setOf', () => {
  test('is what adding the ranges one by one makes', () => {
    fc.assert(
      fc.property(fc.array(anyRange, { maxLength: 12 }), (ranges) => {
        expect(setOf(ranges)).toEqual(added(ranges));
      }),
    );
  });

  test('takes as many as a state may hold, in any order, in no time', () => {
    const many = Array.from({ length: 200_000 }, (_, i) => ({ from: i * 10, to: i * 10 + 5 }));
    const begun = performance.now();
    expect(setOf(many.toReversed())).toEqual(many);
    expect(performance.now() - begun).toBeLessThan(5_000);
    expect(add(setOf(many), { from: 0, to: 2_000_000 })).toEqual([{ from: 0, to: 2_000_000 }]);
  });
});

describe('gaps', () => {
  test('are exactly the numbers of the range that are not in the set', () => {
    fc.assert(
      fc.property(set, range, (given, within) => {
        const found = gaps(given, within);
        const held = new Set(numbersIn(given));
        expect(isNormal(found)).toBe(true);
        expect(numbersIn(found)).toEqual(numbersIn([within]).filter((i) => !held.has(i)));
      }),
    );
  });

  test('fill the set up', () => {
    fc.assert(
      fc.property(set, (given) => {
        expect(gaps(given, always).reduce<Ranges>(add, given)).toEqual([always]);
      }),
    );
  });
});

describe('below', () => {
  test('keeps exactly the numbers below the bound', () => {
    fc.assert(
      fc.property(set, fc.integer({ min: -2, max: end }), (given, bound) => {
        const kept = below(given, bound);
        expect(isNormal(kept)).toBe(true);
        expect(numbersIn(kept)).toEqual(numbersIn(given).filter((i) => i < bound));
      }),
    );
  });
});

describe('contains', () => {
  test('agrees with the model', () => {
    fc.assert(
      fc.property(set, fc.nat(end), (given, value) => {
        expect(contains(given, value)).toBe(numbersIn(given).includes(value));
      }),
    );
  });
});
