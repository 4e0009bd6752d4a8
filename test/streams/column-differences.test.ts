import { expect, test } from 'vitest';
import { epoch, int, json, list, object, text } from '../../src/core/columns/columns.ts';
import { columnDifferences } from './column-differences.ts';

test('columns that are the same do not differ, whatever their order and descriptions', () => {
  const columns = { id: text, tags: list(object({ id: text, at: epoch })) };
  const documented = { tags: list(object({ at: epoch, id: { ...text, description: 'An id.' } })), id: text };
  expect(columnDifferences(columns, documented)).toEqual([]);
});

test('a field on one side only, and kinds that differ, are told by their paths', () => {
  const columns = { id: text, own: text, who: object({ name: text, age: int }), tags: list(object({ id: text })) };
  const documented = {
    id: int,
    theirs: text,
    who: object({ name: text }),
    tags: list(object({ id: text, at: epoch })),
  };
  expect(columnDifferences(columns, documented)).toEqual([
    'id: text, documented as int',
    'own: not documented',
    'who.age: not documented',
    'tags[].at: no column',
    'theirs: no column',
  ]);
});

test('what is inside is told where one side says nothing of it', () => {
  expect(columnDifferences({ a: object({}) }, { a: object({ b: text }) })).toEqual(['a.b: no column']);
  expect(columnDifferences({ a: json }, { a: object({ b: text }) })).toEqual(['a: json, documented as object']);
  expect(columnDifferences({ a: list(list(text)) }, { a: list(list(int)) })).toEqual([
    'a[][]: text, documented as int',
  ]);
});
