/** What holds for every kind of column, those that are yet to come included. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Column, jsonSchema } from '../../../src/core/columns/columns.ts';
import { kinds, type ScalarKind, scalarKinds } from '../../../src/core/columns/kinds.ts';
import { parseJsonExactly } from '../../../src/json/exactly.ts';

const values = [
  ...['"a"', '""', '"12"', '"-1.5"', '"true"', '"2024-01-01T00:00:00Z"', '"2024-02-30T00:00:00Z"'],
  ...[
    '0',
    '-0',
    '7',
    '-7',
    '1.0',
    '2.5',
    '1e21',
    '1700000000',
    '999999999999999',
    '9999999999999999',
    '-123456789012345678',
  ],
  ...['true', 'false', '{}', '{"a":1}', '[]', '[1,"x"]'],
];

describe.each(Object.entries(kinds))('%s', (_, kind) => {
  test.each(values)('matches only what it converts to itself: %s', (json) => {
    const bytes = Buffer.from(`[${json}]`);
    const value = parseJsonExactly(json);
    if (kind.matches(bytes, 1, bytes.length - 1)) expect(kind.convert(value)).toBe(value);
  });

  test.each(values)('converts what is converted no further: %s', (json) => {
    const converted = kind.convert(parseJsonExactly(json));
    if (converted !== undefined) expect(kind.convert(converted)).toBe(converted);
  });

  test('has a cell for any text, or none, and never fails', () => {
    fc.assert(
      fc.property(fc.anything({ withBigInt: true }), (value) => {
        if (value === null || value === undefined) return;
        const cell = kind.cell(value);
        if (cell !== null) expect(['string', 'number', 'boolean', 'undefined']).toContain(typeof cell);
      }),
    );
  });

  test('has cells of JSON text only where it says so', () => {
    expect(kind.cell({ a: 1 })).toBe(kind.cellType === 'json' ? '{"a":1}' : undefined);
  });
});

test.each(Object.keys(scalarKinds) as ScalarKind[])(
  'a column of %s has the schema and the meaning of its kind',
  (kind) => {
    const column: Column = { kind };
    expect(jsonSchema({ a: column }).properties).toEqual({ a: scalarKinds[kind].schema });
    expect(scalarKinds[kind].meaning).not.toBe('');
  },
);
