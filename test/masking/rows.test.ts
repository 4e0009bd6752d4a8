/** Masked rows: what is left out and hashed, in records that are parsed and in those that are not. */
import { createHmac } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type Columns, list, object, text } from '../../src/core/columns/columns.ts';
import type { Row } from '../../src/core/events.ts';
import { textOf } from '../../src/json/record.ts';
import { fieldMasks, rulesIn } from '../../src/masking/mask.ts';
import type { Place } from '../../src/masking/paths.ts';
import { rowMasker } from '../../src/masking/rows.ts';
import { unparsed } from '../support/unparsed.ts';

const hash = (value: string) => createHmac('sha256', 'a salt of the tests').update(value).digest('hex');
const at = (...paths: string[]): Place[] =>
  paths.map((path) => ({ stream: { name: 'x' } as Place['stream'], fields: path.split('.') }));
const masked = (row: Row, { exclude = [], hashed = [] }: { exclude?: string[]; hashed?: string[] }): Row =>
  rowMasker(fieldMasks(at(...exclude), at(...hashed)), hash)(row);

describe('a row', () => {
  const row = { id: '1', email: 'Ada@x.org', a: { b: 1, c: [{ d: 'x', e: 2 }, { e: 3 }, null, 'text'] } };

  test('loses what is left out, in lists too, and is not changed itself', () => {
    const before = structuredClone(row);
    expect(masked(row, { exclude: ['email', 'a.c.d'] })).toEqual({
      id: '1',
      a: { b: 1, c: [{ e: 2 }, { e: 3 }, null, 'text'] },
    });
    expect(masked(row, { exclude: ['a'] })).toEqual({ id: '1', email: 'Ada@x.org' });
    expect(masked(row, { exclude: ['none', 'a.none', 'email.none'] })).toEqual(row);
    expect(row).toEqual(before);
  });

  test('has hashes in place of what is hashed: the same of the same value, with its case', () => {
    const { email, a } = masked(row, { hashed: ['email', 'a.c.d'] }) as typeof row;
    expect(email).toBe(hash('Ada@x.org'));
    expect(email).toMatch(/^[0-9a-f]{64}$/);
    expect(a.c).toEqual([{ d: hash('x'), e: 2 }, { e: 3 }, null, 'text']);
    expect(hash('Ada@x.org')).not.toBe(hash('ada@x.org'));
  });

  test.each<[unknown, unknown]>([
    [null, null],
    ['', hash('')],
    ['née 🎈', hash('née 🎈')],
    [12, hash('12')],
    ['12', hash('12')],
    [true, hash('true')],
    [{ a: 1 }, hash('{"a":1}')],
    [
      ['a', null, 'b'],
      [hash('a'), null, hash('b')],
    ],
    [[['a']], [[hash('a')]]],
  ])('has no value left as it was where it is hashed: %j', (value, expected) => {
    expect(masked({ value }, { hashed: ['value'] })).toEqual({ value: expected });
  });

  test('holds no list that is too deep to be looked through', () => {
    const deep = JSON.parse(`${'['.repeat(50_000)}"secret"${']'.repeat(50_000)}`);
    for (const rules of [{ hashed: ['a'] }, { exclude: ['a.b'] }]) {
      let held = masked({ a: deep }, rules).a;
      while (Array.isArray(held)) held = held[0];
      expect(held).toBe(null);
    }
  });

  test('may have fields that are called as those of every object', () => {
    const own = JSON.parse('{"__proto__":{"secret":1,"b":2},"constructor":"x","toString":"y"}');
    const result = masked(own, { exclude: ['__proto__.secret', 'constructor'], hashed: ['toString', 'valueOf'] });
    expect(JSON.parse(JSON.stringify(result))).toEqual(JSON.parse(`{"__proto__":{"b":2},"toString":"${hash('y')}"}`));
    expect(Object.keys(masked({}, { hashed: ['constructor.name'], exclude: ['__proto__'] }))).toEqual([]);
  });
});

describe('a record that is not parsed', () => {
  const columns: Columns = { id: text, email: text, a: object({ b: list(object({ c: text })) }) };

  test('is masked as the same one is that is parsed', () => {
    const name = fc.constantFrom('id', 'email', 'a', 'b', 'c', 'other', 'ünï');
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof(
        { maxDepth: 4 },
        fc.constantFrom(null, true, 1, 1.5, 'text', '', 'née "quoted" \\ 🎈'),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(name, tie('value'), { maxKeys: 4 }),
      ),
    }));
    const path = fc.array(name, { minLength: 1, maxLength: 3 }).map((fields) => fields.join('.'));
    const rules = fc.record({ exclude: fc.array(path, { maxLength: 3 }), hashed: fc.array(path, { maxLength: 3 }) });
    fc.assert(
      fc.property(fc.dictionary(name, value, { maxKeys: 5 }), rules, (row, given) => {
        const json = JSON.stringify(row);
        const result = masked(unparsed(json, columns), given);
        expect(textOf(result)).toBeUndefined();
        expect(result).toEqual(masked(JSON.parse(json), given));
      }),
    );
  });

  test('does not pass in its own text, which may hold a field twice', () => {
    const twice = unparsed('{"id":"1","email":"secret","email":null,"a":{"b":"secret","b":1}}', columns);
    for (const rules of [{ hashed: ['email', 'a.b'] }, { exclude: ['email', 'a.b'] }, { exclude: ['none'] }])
      expect(JSON.stringify(masked(twice, rules))).not.toContain('secret');
  });

  test('is masked where its names are written with escapes', () => {
    const json = '{"id":"1","a":{"\\u0062":"secret"}}';
    expect(masked(unparsed(json), { exclude: ['a.b'] })).toEqual({ id: '1', a: {} });
  });
});

describe('rules', () => {
  test('are the same in whatever order they are given, and the wider one holds', () => {
    const rules = (exclude: string[], hashed: string[]) => rulesIn(fieldMasks(at(...exclude), at(...hashed)));
    expect(rules(['a', 'b.c'], ['a.x', 'b.d', 'b.c'])).toEqual(rules(['b.c', 'a.y', 'a'], ['b.d']));
    expect(rules(['a', 'b.c'], ['b.d'])).toEqual([
      [['a'], 'exclude'],
      [['b', 'c'], 'exclude'],
      [['b', 'd'], 'hash'],
    ]);
    expect(rules([], ['a.b', 'a'])).toEqual([[['a'], 'hash']]);
    expect(rules(['a.b'], ['a'])).toEqual([[['a'], 'hash']]);
  });
});
