import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bool,
  type Column,
  type Columns,
  deletedAt,
  deletedReason,
  epoch,
  int,
  json,
  list,
  number,
  object,
  text,
  timestamp,
} from '../../../src/core/columns/columns.ts';
import type { Cell } from '../../../src/core/columns/kind.ts';
import type { Row } from '../../../src/core/events.ts';
import { keyToCells, rowToCells } from '../../../src/destinations/sql/cells.ts';
import { parseJsonExactly } from '../../../src/json/exactly.ts';
import { layoutOf } from '../../../src/json/layout.ts';
import { recordAt } from '../../../src/json/record.ts';

const columns = { text, int, number, bool, epoch, timestamp, json };
const fitted = (name: keyof typeof columns, value: unknown) => {
  const { cells, extra } = rowToCells({ [name]: columns[name] })({ [name]: value });
  return extra === null ? { cell: cells[0] } : { extra: JSON.parse(extra)[name] };
};

describe('a value in its column', () => {
  test.each([
    ['text', 'a', 'a'],
    ['text', 1.5, '1.5'],
    ['text', true, 'true'],
    ['int', -3, -3],
    ['int', 2 ** 62, 2 ** 62],
    ['int', '42', 42],
    ['number', '0.1', 0.1],
    ['number', Infinity, Infinity],
    ['bool', false, false],
    ['epoch', 1, 1_000_000],
    ['epoch', '2024-01-01T00:00:00Z', 1_704_067_200_000_000],
    ['timestamp', '1969-12-31T23:59:59.5Z', -500_000],
    ['timestamp', '2024-01-01T00:00:00.000001Z', 1_704_067_200_000_001],
    ['json', 'a', '"a"'],
    ['json', { a: [1] }, '{"a":[1]}'],
    ['json', '\\ud800', '"\\\\ud800"'],
  ] as const)('%s holds %j', (name, value, cell) => {
    expect(fitted(name, value)).toEqual({ cell });
  });

  test.each([
    ['text', ['a']],
    ['int', 1.5],
    ['int', 2 ** 63],
    ['int', '007'],
    ['int', '12345678901234567890'],
    ['number', '1,5'],
    ['number', ''],
    ['bool', 1],
    ['epoch', 1_700_000_000_000],
    ['timestamp', '2024-01-01'],
    ['timestamp', '2024-01-01T00:00:00'],
    ['timestamp', '2023-02-29T00:00:00Z'],
    ['timestamp', '2024-01-01T25:00:00Z'],
    ['timestamp', '2024-01-01T00:00:00.0000001Z'],
  ] as const)('%s leaves %j to the extra fields', (name, value) => {
    expect(fitted(name, value)).toEqual({ extra: value });
  });
});

test('a bigint is held where a double holds it', () => {
  expect(fitted('int', 42n)).toEqual({ cell: 42 });
  expect(fitted('int', 2n ** 62n + 1n)).toEqual({ extra: '4611686018427387905' });
  expect(fitted('number', 10n ** 400n)).toEqual({ extra: `1${'0'.repeat(400)}` });
  expect(fitted('json', { a: 42n })).toEqual({ cell: '{"a":"42"}' });
});

test('values very deep in each other are held as text', () => {
  const depth = 20_000;
  const text = `${'{"a":['.repeat(depth)}"\\ud800",null,42${']}'.repeat(depth)}`;
  expect(fitted('json', JSON.parse(text)).cell).toBe(text.replace('\\ud800', '\ufffd'));
});

test('a key needs all of its columns', () => {
  const keyOf = keyToCells({ a: text, b: int }, ['a', 'b']);
  expect(keyOf({ a: 1, b: '2', c: 3 })).toEqual(['1', 2]);
  expect(keyOf({ a: 'x', b: null })).toBeUndefined();
  expect(keyOf({ a: 'x', b: 'two' })).toBeUndefined();
  expect(keyOf({ b: 2 })).toBeUndefined();
});

describe('a record that is not parsed', () => {
  const names = ['a', 'b', 'c', 'd'] as const;
  const deletionColumns = fc.constantFrom<Columns>(
    {},
    { [deletedAt]: timestamp },
    { [deletedReason]: text },
    { [deletedAt]: timestamp, [deletedReason]: text },
  );
  const column = fc.constantFrom<Column>(
    text,
    int,
    number,
    bool,
    epoch,
    timestamp,
    json,
    object({ n: int }),
    list(int),
  );
  const value = fc.oneof(
    fc.constantFrom(
      'null',
      'true',
      '5',
      '-2.5',
      '1700000000',
      '1e3',
      '99999999999999',
      '1.50',
      '0.1234567890123456789',
    ),
    fc.constantFrom(
      '9007199254740991',
      '9007199254740992',
      '9007199254740993',
      '-9007199254740993',
      '4611686018427387904',
    ),
    fc.constantFrom(
      '12345678901234567890',
      '"12345678901234567890"',

      '{"n":[9007199254740993]}',
    ),
    fc.constantFrom(
      '"a"',
      '""',
      '"ü"',
      '"\\n\\"\\\\"',
      '"\\u00fc"',
      '"\\ud83d\\ude00"',
      '"2024-01-01T00:00:00Z"',
      '"7"',
    ),
    fc.constantFrom('{"n":1}', '{"n":"\\u003c"}', '[1,2]', '["ü","\\ud800"]', '[]', '{}'),
  );
  const row = fc
    .uniqueArray(fc.tuple(fc.constantFrom(...names, 'e', 'ü', deletedAt, deletedReason), value), {
      selector: ([name]) => name,
    })
    .map((fields) => `{${fields.map(([name, held]) => `${JSON.stringify(name)}:${held}`).join(',')}}`);

  const parseIfJson = (cell: Cell, { kind }: Column) =>
    cell !== null && ['json', 'object', 'list'].includes(kind) ? parseJsonExactly(String(cell)) : cell;

  test('has the cells and the extra fields that it has once it is parsed, with deletion columns or without', () => {
    fc.assert(
      fc.property(fc.tuple(column, column, column, column), deletionColumns, row, (kinds, deletion, json) => {
        const columns = { ...Object.fromEntries(names.map((name, i) => [name, kinds[i]!])), ...deletion };
        const bytes = Buffer.from(json);
        const layout = layoutOf(columns);
        const toCells = rowToCells(columns);
        const record = toCells(recordAt(layout, bytes, 0)!.record);
        const object = toCells(parseJsonExactly(json) as Row);
        expect(record.cells.map((cell, i) => parseIfJson(cell, kinds[i]!))).toEqual(
          object.cells.map((cell, i) => parseIfJson(cell, kinds[i]!)),
        );
        expect(record.extra && JSON.parse(record.extra)).toEqual(object.extra && JSON.parse(object.extra));
      }),
      { numRuns: 5_000 },
    );
  });

  const convertText = (columns: Columns, json: string) =>
    rowToCells(columns)(recordAt(layoutOf(columns), Buffer.from(json), 0)!.record);

  test.each<[string, Columns]>([
    ['without deletion columns', { id: text }],
    ['with them', { id: text, [deletedAt]: timestamp, [deletedReason]: text }],
  ])('keeps a field that has no column, %s', (_, columns) => {
    expect(convertText(columns, `{"id":"1","new":5,"${deletedAt}":null}`)).toEqual({
      cells: ['1'],
      extra: '{"new":5}',
    });
  });

  test.each<[Column, string, { cells: Cell[]; extra: string | null }]>([
    [text, '9007199254740993', { cells: ['9007199254740993'], extra: null }],
    [text, '-12345678901234567890', { cells: ['-12345678901234567890'], extra: null }],
    [int, '4611686018427387904', { cells: [2 ** 62], extra: null }],
    [int, '9007199254740993', { cells: [null], extra: '{"a":"9007199254740993"}' }],
    [number, '9007199254740993', { cells: [null], extra: '{"a":"9007199254740993"}' }],
    [bool, '{"n":9007199254740993}', { cells: [null], extra: '{"a":{"n":"9007199254740993"}}' }],
    [json, '["\\u00fc",9007199254740993]', { cells: ['["ü","9007199254740993"]'], extra: null }],
  ])('keeps every digit of a long integer, in a column of %j of %s', (column, json, fitted) => {
    expect(convertText({ a: column }, `{"a":${json}}`)).toEqual(fitted);
    // So does one that was looked into, and then copied.
    const looked = recordAt(layoutOf({}), Buffer.from(`{"a":${json}}`), 0)!.record;
    const copied = rowToCells({ a: column })({ ...looked });
    expect(copied.extra).toBe(fitted.extra);
    expect(parseIfJson(copied.cells[0]!, column)).toEqual(parseIfJson(fitted.cells[0]!, column));
  });

  test('keeps every digit of a field without a column', () => {
    expect(convertText({ id: text }, '{"id":"1","b":12345678901234567890}').extra).toBe('{"b":"12345678901234567890"}');
  });

  test('gives its JSON as it stands, to the last digit, unless a database would refuse it', () => {
    const columns = { a: json };
    const layout = layoutOf(columns);
    const cellOf = (json: string) => {
      const bytes = Buffer.from(`{"a":${json}}`);
      return rowToCells(columns)(recordAt(layout, bytes, 0)!.record).cells[0];
    };
    expect(cellOf('[1.50,12345678901234567890,"ü\\n"]')).toBe('[1.50,12345678901234567890,"ü\\n"]');
    expect(cellOf('["\\ud800"]')).toBe('["\ufffd"]');
    expect(cellOf('["\\ud83d\\ude00"]')).toBe('["😀"]');
  });
});
