/** What must hold for every stream of the registry: a new one is tested by being listed. */
import Ajv from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { type Column, type Columns, jsonSchema } from '../../src/core/columns/columns.ts';
import { feedOf } from '../../src/engine/stream-run.ts';
import { permissions } from '../../src/streams/common/permissions.ts';
import { streamNamed, streams as streamsOfAll } from '../../src/streams/index.ts';
import { streams, streamNamed as tested } from '../support/registry.ts';

const ajv = addFormats.default(new Ajv.default({ strict: true, allowUnionTypes: true, keywords: ['airbyte_type'] }));

/** Every column of a tree with its path. */
const columnsIn = (columns: Columns, prefix = ''): [string, Column][] =>
  Object.entries(columns).flatMap(([name, column]) => columnsBelow(prefix + name, column));

function columnsBelow(path: string, column: Column): [string, Column][] {
  const own: [string, Column] = [path, column];
  if (column.kind === 'object') return [own, ...columnsIn(column.fields, `${path}.`)];
  return column.kind === 'list' ? [own, ...columnsBelow(`${path}[]`, column.item)] : [own];
}

/** Every schema of a tree of properties and items, but for the row's own. */
type Schema = { type?: unknown; properties?: Record<string, Schema>; items?: Schema; additionalProperties?: unknown };
const schemasIn = (schema: Schema): Schema[] =>
  [...Object.values(schema.properties ?? {}), ...(schema.items ? [schema.items] : [])].flatMap((inner) => [
    inner,
    ...schemasIn(inner),
  ]);

/** Streams that are not read from their parent's scan, and why. */
const ownScans: Record<string, string> = {
  conversation_monitor_evaluations: 'asked for by a flag that may be refused',
  conversation_scorecards: 'asked for by a flag that may be refused',
};

describe('the registry', () => {
  test('names each stream once and finds it by its name', () => {
    expect(new Set(streams.map(({ name }) => name)).size).toBe(streams.length);
    for (const stream of streamsOfAll) expect(streamNamed(stream.name)).toBe(stream);
    expect(streamNamed('no_such_stream')).toBeUndefined();
  });

  test('names scans once: the name says which one a position belongs to', () => {
    const scans = new Set(streams.map(({ scan }) => scan));
    expect(new Set([...scans].map(({ name }) => name)).size).toBe(scans.size);
  });

  test('details of one name are one detail, so that their answer is shared', () => {
    const details = new Set(streams.flatMap(({ detail }) => (detail ? [detail] : [])));
    expect(new Set([...details].map(({ name }) => name)).size).toBe(details.size);
  });
});

describe.each(streams.map((stream) => ({ name: stream.name, stream })))('$name', ({ stream }) => {
  test('has a name that is one in every database', () => expect(stream.name).toMatch(/^[a-z][a-z_]*[a-z]$/));

  test('is described in one line', () => expect(stream.description).toMatch(/^[A-Z][^\n]*\.$/));

  test('names a permission of the Developer Hub', () =>
    expect(Object.values(permissions)).toContain(stream.permission));

  test('has key and cursor among its scalar columns', () => {
    expect(stream.primaryKey.length).toBeGreaterThan(0);
    const needed = [...stream.primaryKey, ...(stream.cursor ? [stream.cursor] : [])];
    for (const column of needed) {
      expect(stream.columns).toHaveProperty(column);
      expect(['object', 'list', 'json']).not.toContain(stream.columns[column]?.kind);
    }
  });

  test('has a moment as its cursor, or the ids of a feed, and its scan has one if and only if it does', () => {
    const kinds = stream.cursor === 'id' ? ['text'] : ['epoch', 'timestamp'];
    if (stream.cursor) expect(kinds).toContain(stream.columns[stream.cursor]?.kind);
    expect(stream.scan.cursor === undefined).toBe(stream.cursor === undefined);
  });

  test('without a cursor is known to be read whole', () => {
    if (!stream.cursor) expect(stream.fullSnapshot).toBe(true);
  });

  test('has its own id as text', () => {
    if (stream.columns.id) expect(stream.columns.id.kind).toBe('text');
  });

  test('takes its rows from the scan of its parent, which they name by its id', () => {
    if (!stream.parent) return;
    const parent = tested(stream.parent.stream)!;
    // A search of its own, for what may be refused, is one of the same objects: they go by the same feed.
    if (stream.name in ownScans) expect(feedOf(stream)).toBe(feedOf(parent));
    else expect(parent.scan).toBe(stream.scan);
    expect(stream.columns[stream.parent.column]?.kind).toBe('text');
  });

  // The feed of activities is Preview's, which not every app may read.
  test('takes what a merged contact had away by the record of the other one, too', () => {
    if (stream.name !== 'contacts' && stream.parent?.stream !== 'contacts') return;
    const survivor = { id: 'b', merge_history: [{ source_contact_id: 'a', merged_at: 1_700_000_000 }] };
    expect(stream.tombstonesFromRecord?.(survivor)).toEqual([{ id: 'a', at: 1_700_000_000, reason: 'merged' }]);
  });

  test('names its columns without spaces and signs', () => {
    // Inside of an object a name may be a language's, such as pt-BR.
    for (const [path] of columnsIn(stream.columns)) expect(path).toMatch(/^[A-Za-z_]\w*(\[\])*(\.[\w[\]-]+)*$/);
  });

  test('describes columns in one line that a table can hold', () => {
    for (const [, { description }] of columnsIn(stream.columns)) expect(description ?? 'None.').toMatch(/^[^\n|]+\.$/);
  });

  test('has a valid JSON schema of draft 7, without references', () => {
    const schema = jsonSchema(stream.columns);
    expect(ajv.validateSchema(schema)).toBe(true);
    expect(() => ajv.compile(schema)).not.toThrow();
    expect(JSON.stringify(schema)).not.toContain('"$ref"');
  });

  test('gives every column a type, leaves it null-able, and every object open', () => {
    const schema = jsonSchema(stream.columns) as Schema;
    expect(schema.additionalProperties).toBe(true);
    const inner = schemasIn(schema);
    expect(inner.length).toBeGreaterThan(0);
    for (const { type, additionalProperties } of inner) {
      expect(type).toContain('null');
      expect(additionalProperties).not.toBe(false);
    }
  });
});
