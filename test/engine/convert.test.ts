/** Fitting: what can be converted without loss is, the rest is kept as it is and told, and nothing given is changed. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bool,
  type Column,
  type Columns,
  epoch,
  int,
  json,
  list,
  number,
  object,
  text,
  timestamp,
} from '../../src/core/columns/columns.ts';
import { rowConverter } from '../../src/engine/convert.ts';
import { anyColumns } from '../support/columns.ts';

const convert = (columns: Columns, row: Record<string, unknown>) => {
  const mismatches: string[] = [];
  return { row: rowConverter(columns, (path) => mismatches.push(path))(row), mismatches };
};

describe('a value', () => {
  test.each<[string, Column, unknown, unknown]>([
    ['text from a number', text, 5, '5'],
    ['text from a large number', text, 9_007_199_254_740_991, '9007199254740991'],
    ['text from a bool', text, true, 'true'],
    ['bool from text', bool, 'false', false],
    ['int from text', int, '42', 42],
    ['negative int from text', int, '-7', -7],
    ['number from text', number, '1.25', 1.25],
    ['epoch from text', epoch, '1704067200', 1_704_067_200],
    ['epoch from ISO 8601', epoch, '2024-01-01T00:00:00Z', 1_704_067_200],
    ['epoch from ISO 8601 with a zone', epoch, '2024-01-01T02:00:00.000+02:00', 1_704_067_200],
    ['a field of an object', object({ n: int }), { n: '1', more: 2 }, { n: 1, more: 2 }],
    ['an item of a list', list(int), [1, '2', null], [1, 2, null]],
    ['a field of an item', list(object({ n: int })), [{ n: '1' }, { n: 2 }], [{ n: 1 }, { n: 2 }]],
  ])('is converted without loss: %s', (_, column, held, expected) => {
    expect(convert({ a: column }, { a: held })).toEqual({ row: { a: expected }, mismatches: [] });
  });

  test.each<[string, Column, unknown, string?]>([
    ['an object as text', text, { id: 1 }],
    ['a list as text', text, ['a']],
    ['a word as bool', bool, 'yes'],
    ['a number as bool', bool, 1],
    ['a word as int', int, 'five'],
    ['nothing as int', int, ''],
    ['a fraction as int', int, 1.5],
    ['a fraction in text as int', int, '1.5'],
    ['a fraction in text as epoch', epoch, '1704067200.5'],
    ['an int too long to hold in text', int, '12345678901234567890'],
    ['a number with more digits than one holds', number, '0.1234567890123456789'],
    ['a number written otherwise', number, '1e3'],
    ['a number with leading zeros, such as a phone', number, '0043'],
    ['a time with a fraction', epoch, '2024-01-01T00:00:00.5Z'],
    ['a date that does not exist', epoch, '2024-13-45T00:00:00Z'],
    ['a local time', epoch, '2024-01-01T00:00:00'],
    ['a number as timestamp', timestamp, 1_704_067_200],
    ['a bool as timestamp', timestamp, true],
    ['text as object', object({ n: int }), 'x'],
    ['a list as object', object({ n: int }), [1]],
    ['an object as list', list(int), { type: 'list' }],
    ['a field of an object', object({ n: int }), { n: 'x' }, 'a.n'],
    ['an item of a list', list(int), [1, 'x'], 'a[]'],
    ['a field of an item', list(object({ n: list(bool) })), [{ n: ['x'] }], 'a[].n[]'],
  ])('is kept as it is, and told: %s', (_, column, held, path = 'a') => {
    expect(convert({ a: column }, { a: held })).toEqual({ row: { a: held }, mismatches: [path] });
  });

  test.each([text, int, number, bool, epoch, timestamp, json, object({ n: int }), list(int)])(
    'may be null or absent: $kind',
    (column) => {
      expect(convert({ a: column, b: column }, { a: null })).toEqual({ row: { a: null }, mismatches: [] });
    },
  );

  test('is told at every occurrence', () => {
    expect(convert({ a: list(int) }, { a: ['x', 'y'] }).mismatches).toEqual(['a[]', 'a[]']);
  });
});

describe('a row', () => {
  test('that needs no conversion is passed on itself', () => {
    const row = { id: 'a', n: 1, more: { x: 1 } };
    expect(convert({ id: text, n: int }, row).row).toBe(row);
  });

  const columns = anyColumns(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), 3);
  const value = fc.letrec((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(null, 'true', '12', '1.5', '-0', 'x', '2024-01-01T00:00:00Z', '2024-99-01T00:00:00Z', ''),
      fc.constantFrom(0, -0, 1, 2.5, 1e21, true, false),
      tie('row'),
      fc.array(tie('value'), { maxLength: 3 }),
    ),
    // From JSON, where `__proto__` is a key like any other.
    row: fc
      .array(fc.tuple(fc.constantFrom('a', 'b', 'c', '__proto__', 'constructor'), tie('value')), { maxLength: 4 })
      .map((entries) => JSON.parse(`{${entries.map(([key, held]) => `"${key}":${JSON.stringify(held)}`)}}`) as object),
  }));

  test('keeps all its fields in their order, is itself unchanged, and needs no second fitting', () => {
    fc.assert(
      fc.property(columns, value.row, (columns, given) => {
        const row = given as Record<string, unknown>;
        const before = JSON.stringify(row);
        const { row: converted, mismatches } = convert(columns, row);
        expect(JSON.stringify(row)).toBe(before);
        expect(Object.keys(converted)).toEqual(Object.keys(row));
        expect(Object.getPrototypeOf(converted)).toBe(Object.prototype);
        // What is lost on the way to JSON is lost: no value may become one that JSON does not know.
        expect(JSON.stringify(converted).split('null').length).toBe(before.split('null').length);
        const again = convert(columns, converted);
        expect(again.row).toBe(converted);
        expect(again.mismatches).toEqual(mismatches);
      }),
      { numRuns: 500 },
    );
  });

  test('with a key named __proto__ carries it on, and taints nothing', () => {
    const row = JSON.parse('{"__proto__":{"polluted":1},"n":"5"}');
    const { row: converted } = convert({ n: int }, row);
    expect(JSON.stringify(converted)).toBe('{"__proto__":{"polluted":1},"n":5}');
    expect('polluted' in {}).toBe(false);
  });
});
