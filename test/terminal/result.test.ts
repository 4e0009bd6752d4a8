/** The formats of a result. */
import { expect, test } from 'vitest';
import type { ResultColumn } from '../../src/core/query-result.ts';
import { csvFormat, jsonFormat, type ResultFormat, tableFormat } from '../../src/terminal/result.ts';

const columns: ResultColumn[] = [
  { name: 'id', kind: 'number' },
  { name: 'body', kind: 'text' },
  { name: 'tags', kind: 'json' },
];

const all = (format: ResultFormat, ...rows: (string | null)[][]) =>
  format.begin(columns) + rows.map((row) => format.rows([row])).join('') + format.end();

test('JSON is an object a line, whatever the values are made of', () => {
  const text = all(jsonFormat(), ['12345678901234567890', 'a "b"\nc', '{"a":\n[1]}'], ['Infinity', null, null]);
  expect(text).toBe(
    '{"id":12345678901234567890,"body":"a \\"b\\"\\nc","tags":{"a": [1]}}\n{"id":"Infinity","body":null,"tags":null}\n',
  );
});

test('CSV quotes what must be, and an empty text, which NULL is not', async () => {
  const text = all(await csvFormat(), ['1', 'a "b",\nc', '[1,2]'], ['2', '', null]);
  expect(text).toBe('id,body,tags\n1,"a ""b"",\nc","[1,2]"\n2,"",\n');
});

test('a table shows a value in one line, and nothing that a terminal takes for a command', () => {
  const format = tableFormat({ width: Number.POSITIVE_INFINITY, mostRows: 1 });
  const text = all(format, ['7', 'one\n\ttwo\u001b[31m', null], ['8', 'not shown', null]);
  expect(text).toBe(
    'id  body         tags\n──  ───────────  ────\n 7  one two[31m\n… and 1 more row; --csv and --json give all.\n',
  );
});
