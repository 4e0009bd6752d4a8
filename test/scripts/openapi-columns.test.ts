import { describe, expect, test } from 'vitest';
import { type OpenApi, type Schema, schemaColumns } from '../../scripts/openapi-columns.ts';
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

const document = (schemas: { [name: string]: Schema }): OpenApi => ({ components: { schemas } });

const ref = (name: string): Schema => ({ $ref: `#/components/schemas/${name}` });

/** The column of a property of this name. */
const columnOf = (schema: Schema, name = 'a', others: { [name: string]: Schema } = {}): Column =>
  schemaColumns(document({ ...others, thing: { type: 'object', properties: { [name]: schema } } }), 'thing')[name]!;

describe('a property', () => {
  test.each<[string, Schema, Column]>([
    ['a string', { type: 'string' }, text],
    ['a string of another format', { type: 'string', format: 'uri' }, text],
    ['an ISO 8601 string', { type: 'string', format: 'date-time' }, timestamp],
    ['an integer', { type: 'integer' }, int],
    ['unix seconds', { type: 'integer', format: 'date-time' }, epoch],
    ['unix seconds by their other format', { type: 'integer', format: 'timestamp' }, epoch],
    ['a number', { type: 'number', format: 'float' }, number],
    ['a boolean', { type: 'boolean' }, bool],
    ['of no type', {}, json],
    ['an object without properties', { type: 'object' }, object({})],
    ['an object whose type is left out', { properties: { id: { type: 'string' } } }, object({ id: text })],
    ['a list', { type: 'array', items: { type: 'integer' } }, list(int)],
    ['a list of lists', { type: 'array', items: { type: 'array', items: { type: 'string' } } }, list(list(text))],
    ['a list of anything', { type: 'array' }, list(json)],
  ])('that is %s has the kind for it', (_, schema, column) => {
    expect(columnOf(schema)).toEqual(column);
  });

  test('that is an integer is unix seconds where its name says so, in a list too', () => {
    expect(columnOf({ type: 'integer' }, 'created_at')).toEqual(epoch);
    expect(columnOf({ type: 'array', items: { type: 'integer' } }, 'seen_at')).toEqual(list(epoch));
    expect(columnOf({ type: 'string' }, 'created_at')).toEqual(text);
    expect(columnOf({ type: 'integer' }, 'format')).toEqual(int);
  });

  test('that may be null is like any other', () => {
    const nullable = { type: 'string', nullable: true };
    expect(columnOf(nullable)).toEqual(text);
  });

  test('of several schemas that all hold has the fields of all', () => {
    const others = { base: { type: 'object', properties: { id: { type: 'string' } } } };
    const more: Schema = { type: 'object', properties: { n: { type: 'integer' } } };
    expect(columnOf({ allOf: [ref('base'), more] }, 'a', others)).toEqual(object({ id: text, n: int }));
    expect(columnOf({ allOf: [ref('base')], properties: { own: { type: 'boolean' } } }, 'a', others)).toEqual(
      object({ id: text, own: bool }),
    );
    const described = { allOf: [ref('base')], nullable: true, description: 'A base.' };
    expect(columnOf(described, 'a', others)).toEqual(object({ id: text }));
  });

  test('of one of several schemas has the fields of all, and is json where their kinds differ', () => {
    const one: Schema = { type: 'object', properties: { id: { type: 'string' }, v: { type: 'string' } } };
    const other: Schema = { type: 'object', properties: { v: { type: 'integer' }, w: { type: 'boolean' } } };
    expect(columnOf({ anyOf: [one, other] })).toEqual(object({ id: text, v: json, w: bool }));
    expect(columnOf({ oneOf: [{ type: 'string' }, { type: 'string' }] })).toEqual(text);
    expect(columnOf({ oneOf: [{ type: 'string' }, { type: 'array', items: one }] })).toEqual(json);
    const lists = [one, other].map((items): Schema => ({ type: 'array', items }));
    expect(columnOf({ oneOf: lists })).toEqual(list(object({ id: text, v: json, w: bool })));
  });
});

describe('a schema', () => {
  test('is followed through its references, one of which may occur twice', () => {
    const tag: Schema = { type: 'object', properties: { id: { type: 'string' } } };
    const thing: Schema = {
      type: 'object',
      properties: { tag: ref('tag'), tags: { type: 'array', items: ref('tag') } },
    };
    expect(schemaColumns(document({ tag, thing }), 'thing')).toEqual({
      tag: object({ id: text }),
      tags: list(object({ id: text })),
    });
  });

  test('that leads back to itself is json from there on', () => {
    const node: Schema = {
      type: 'object',
      properties: { id: { type: 'string' }, children: { type: 'array', items: ref('node') } },
    };
    expect(schemaColumns(document({ node }), 'node')).toEqual({ id: text, children: list(json) });
  });

  test('that is not there, or that is no object, is refused by its name', () => {
    const name: Schema = { type: 'string' };
    expect(() => schemaColumns(document({}), 'thing')).toThrow('has no #/components/schemas/thing');
    expect(() => schemaColumns(document({ name }), 'name')).toThrow('The schema name is not');
    const thing: Schema = { type: 'object', properties: { a: { $ref: 'other.yaml#/thing' } } };
    expect(() => schemaColumns(document({ thing }), 'thing')).toThrow('has no other.yaml#/thing');
  });
});
