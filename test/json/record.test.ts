/** A record that is not parsed is like the one that parseJsonExactly makes, whichever way it is looked at, and needs conversion where that does. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import {
  bool,
  type Column,
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
import { parseJsonExactly } from '../../src/json/exactly.ts';
import { type Layout, layoutOf } from '../../src/json/layout.ts';
import { type Fields, parsed, recordAt, textOf } from '../../src/json/record.ts';
import { anyColumns } from '../support/columns.ts';

/** Undefined where the text is left to JSON.parse. */
function read(layout: Layout, json: string): Fields | undefined {
  // Something before and behind, since a record is a part of its page.
  const bytes = Buffer.from(`[${json}]`);
  const found = recordAt(layout, bytes, 1);
  return found?.end === bytes.length - 1 ? found.record : undefined;
}

const layout = layoutOf({
  id: text,
  updated_at: epoch,
  tags: object({ data: list(object({ id: text })) }),
  role: text,
});

const sample =
  '{"id":"1","name":"a\\"b\\u00fc ü","updated_at":1700000000,"score":-2.50,"big":12345678901234567890,"on":true,"off":false,"none":null,"tags":{"data":[{"id":"t"}]},"list":[1,{}]}';

describe('a record', () => {
  test('is read field by field', () => {
    const record = read(layout, sample)!;
    const whole = parseJsonExactly(sample) as Fields;
    for (const name of Object.keys(whole)) expect(record[name]).toEqual(whole[name]);
    expect(record.role).toBeUndefined();
    expect(record.other).toBeUndefined();
    expect(record.ü).toBeUndefined();
    expect(record['a\\"b']).toBeUndefined();
  });

  test('is an object like any other', () => {
    const record = read(layout, sample)!;
    const whole = parseJsonExactly(sample) as Fields;
    expect(record).toEqual(whole);
    expect({ ...record }).toEqual(whole);
    expect(Object.keys(record)).toEqual(Object.keys(whole));
    expect(JSON.stringify(record)).toBe(JSON.stringify(whole));
    expect('updated_at' in record).toBe(true);
    expect('role' in record).toBe(false);
    expect(Object.hasOwn(record, 'toString')).toBe(false);
    expect(String(record)).toBe('[object Object]');
    expect(Object.getPrototypeOf(record)).toBe(Object.prototype);
    // Once it was read whole, as before.
    expect(record.updated_at).toBe(1_700_000_000);
  });

  test('keeps its text, which a copy has not', () => {
    const record = read(layout, sample)!;
    const kept = textOf(record)!;
    expect(kept.bytes.toString('utf8', kept.start, kept.end)).toBe(sample);
    expect(textOf({ ...record })).toBeUndefined();
    expect(textOf(parsed(record))).toBeUndefined();
    expect(parsed(record)).toEqual(parseJsonExactly(sample));
    const other = { id: '1' };
    expect(parsed(other)).toBe(other);
  });

  test('refuses to be changed, since its text would not change with it', () => {
    const record = read(layout, sample)!;
    expect(() => Object.assign(record, { id: '2' })).toThrow(TypeError);
    expect(() => Object.defineProperty(record, 'id', { value: '2' })).toThrow(TypeError);
    expect(() => Reflect.deleteProperty(record, 'id') || assertNever()).toThrow('not deleted');
    expect(() => Object.freeze(record)).toThrow(TypeError);
    expect(() => Object.setPrototypeOf(record, null)).toThrow(TypeError);
    expect(record.id).toBe('1');
  });

  test('with two fields of one name has the last', () => {
    const record = read(layout, '{"id":"1","x":1,"id":"2","x":2}')!;
    expect([record.id, record.x]).toEqual(['2', 2]);
  });

  test('with a name in escapes is left to JSON.parse, since its bytes are another', () => {
    expect(read(layout, '{"\\u0069d":"1"}')).toBeUndefined();
    expect(read(layout, '{"tags":{"d\\u0061ta":5}}')).toBeUndefined();
  });

  test('may be laid out otherwise than the one before it', () => {
    const own = layoutOf({ a: int, b: int, c: int });
    for (const json of ['{"a":1,"b":2}', '{"b":2,"a":1}', '{"a":1,"x":[],"b":2}', '{"c":3}', '{"ab":1,"a":2}', '{}']) {
      expect(read(own, json)).toEqual(JSON.parse(json));
    }
  });
});

function assertNever(): never {
  throw new Error('not deleted');
}

describe('whether its types match', () => {
  const names = fc.constantFrom('a', 'b', 'ab', 'ü', '__proto__', 'constructor', '');
  const columns = anyColumns(names, 4);
  const value = fc.letrec<{ value: string; row: string }>((tie) => ({
    value: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(
        'null',
        '"true"',
        '"12"',
        '"\\u00fc"',
        '""',
        '0',
        '-0',
        '1.0',
        '2.5',
        '1e21',
        '12345678901234567890',
      ),
      fc.constantFrom('true', 'false', '-7', '1700000000', '"2024-01-01T00:00:00Z"'),
      tie('row'),
      fc.array(tie('value'), { maxLength: 3 }).map((items) => `[${items}]`),
    ),
    row: fc
      .array(fc.tuple(names, tie('value')), { maxLength: 5 })
      .map((entries) => `{${entries.map(([name, held]) => `${JSON.stringify(name)}:${held}`)}}`),
  }));

  test('is said only of what the converter passes on as it is', () => {
    let fitting = 0;
    let mismatching = 0;
    fc.assert(
      fc.property(columns, fc.array(value.row, { minLength: 1, maxLength: 4 }), (columns, rows) => {
        const own = layoutOf(columns);
        const mismatches: string[] = [];
        const convert = rowConverter(columns, (path) => mismatches.push(path));
        for (const json of rows) {
          const record = read(own, json)!;
          const whole = parseJsonExactly(json) as Fields;
          expect(record).toEqual(whole);
          mismatches.length = 0;
          const same = convert(whole) === whole && mismatches.length === 0;
          if (!textOf(record)!.typesMatch) {
            mismatching += 1;
            continue;
          }
          fitting += 1;
          expect(same).toBe(true);
          expect(convert(record)).toBe(record);
        }
      }),
      { numRuns: 2_000 },
    );
    expect(Math.min(fitting, mismatching)).toBeGreaterThan(500);
  });

  test('is not asked of columns other than those it was read with', () => {
    const record = read(layoutOf({ a: text }), '{"a":"5"}')!;
    expect(textOf(record)!.typesMatch).toBe(true);
    expect(rowConverter({ a: int }, () => {})(record)).toEqual({ a: 5 });
  });

  test.each<[string, Column, string]>([
    ['text', text, '"a"'],
    ['a time', timestamp, '"2024-01-01T00:00:00Z"'],
    ['a bool', bool, 'false'],
    ['a number', number, '-1.5e3'],
    ['a whole number', int, '-12'],
    ['unix seconds', epoch, '1700000000'],
    ['an object', object({ n: int }), '{"n":1,"more":"x"}'],
    ['a list', list(object({ n: int })), '[{"n":1},{},null]'],
    ['anything', json, '[{"n":"x"}]'],
    ['nothing', object({ n: int }), 'null'],
  ])('is seen in the text alone: %s', (_, held, json) => {
    expect(textOf(read(layoutOf({ a: held }), `{"a":${json}}`)!)!.typesMatch).toBe(true);
  });
});
