/** Tables as a terminal shows them. */
import { describe, expect, test } from 'vitest';
import { table } from '../../src/terminal/table.ts';

const lines = (...all: string[]): string => all.map((line) => `${line}\n`).join('');

describe('a table', () => {
  test('has columns as wide as their content, numbers to the right, and no spaces at the end', () => {
    const rows = [
      ['contacts', 1234567, 'done'],
      ['tags', 5, ''],
    ];
    expect(table(['stream', 'rows', ''], rows)).toBe(
      lines('stream         rows', '────────  ─────────  ────', 'contacts  1,234,567  done', 'tags              5'),
    );
  });

  test('is cut to a width, the widest columns first', () => {
    const rows = [['1', 'a text of some length', 'short']];
    const options = { numeric: [true, false, false], width: 22 };
    expect(table(['id', 'body', 'state'], rows, options)).toBe(
      lines('id  body         state', '──  ───────────  ─────', ' 1  a text of …  short'),
    );
  });

  test('has titles wider than what is below them', () => {
    expect(table(['a long title', 'n'], [['x', 1]])).toBe(
      lines('a long title  n', '────────────  ─', 'x             1'),
    );
  });

  test('takes a column for numbers only if all of it is', () => {
    const rows = [
      ['a', 100],
      ['b', '-'],
    ];
    expect(table(['', 'rows'], rows)).toBe(lines('   rows', '─  ────', 'a  100', 'b  -'));
  });

  test('without rows is its header', () => {
    expect(table(['stream', 'rows'], [])).toBe(lines('stream  rows', '──────  ────'));
  });
});
