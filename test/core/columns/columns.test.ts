/** Columns and the JSON schema that follows from them. */
import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import {
  bool,
  type Columns,
  described,
  epoch,
  int,
  json,
  jsonSchema,
  list,
  number,
  object,
  text,
  timestamp,
} from '../../../src/core/columns/columns.ts';

const columns: Columns = {
  id: described(text, 'Its name.'),
  n: int,
  x: number,
  yes: bool,
  at: epoch,
  when: timestamp,
  more: json,
  who: object({ id: text, tags: list(object({ name: text })) }),
  words: described(list(text), 'Some words.'),
};

const accepts = (row: unknown): boolean =>
  addFormats
    .default(new Ajv({ strict: true, allowUnionTypes: true, keywords: ['airbyte_type'] }))
    .validate(jsonSchema(columns), row);

describe('the JSON schema', () => {
  test('follows from the columns, in their order', () => {
    expect(jsonSchema(columns)).toEqual({
      $schema: 'http://json-schema.org/draft-07/schema#',
      type: 'object',
      additionalProperties: true,
      properties: {
        id: { type: ['null', 'string'], description: 'Its name.' },
        n: { type: ['null', 'integer'] },
        x: { type: ['null', 'number'] },
        yes: { type: ['null', 'boolean'] },
        at: { type: ['null', 'integer'] },
        when: { type: ['null', 'string'], format: 'date-time', airbyte_type: 'timestamp_with_timezone' },
        more: { type: ['null', 'string', 'number', 'boolean', 'object', 'array'] },
        who: {
          type: ['null', 'object'],
          additionalProperties: true,
          properties: {
            id: { type: ['null', 'string'] },
            tags: {
              type: ['null', 'array'],
              items: {
                type: ['null', 'object'],
                additionalProperties: true,
                properties: { name: { type: ['null', 'string'] } },
              },
            },
          },
        },
        words: { type: ['null', 'array'], items: { type: ['null', 'string'] }, description: 'Some words.' },
      },
    });
    expect(Object.keys(jsonSchema(columns).properties as object)).toEqual(Object.keys(columns));
  });

  test.each<[string, unknown]>([
    ['nothing', {}],
    ['nulls', Object.fromEntries(Object.keys(columns).map((name) => [name, null]))],
    ['nulls inside', { who: { id: null, tags: [null, { name: null }] }, words: [null] }],
    ['fields of later versions', { later: 1, who: { later: { x: 1 } } }],
    ['any JSON', { more: [1, { a: 'b' }] }],
    ['a time', { when: '2024-01-01T00:00:00Z' }],
  ])('accepts a row with %s', (_, row) => expect(accepts(row)).toBe(true));

  test.each<[string, unknown]>([
    ['a number as text', { id: 1 }],
    ['a fraction as int', { n: 1.5 }],
    ['a word as time', { when: 'soon' }],
    ['a list as object', { who: [] }],
    ['a wrong item', { words: [1] }],
    ['a wrong field inside', { who: { tags: [{ name: 1 }] } }],
  ])('refuses a row with %s', (_, row) => expect(accepts(row)).toBe(false));

  test('describes one column without describing all of its kind', () => {
    described(text, 'Another.');
    expect(text).toEqual({ kind: 'text' });
  });
});
