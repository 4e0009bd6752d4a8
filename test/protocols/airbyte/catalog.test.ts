import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { describe, expect, test } from 'vitest';
import { airbyteCatalog } from '../../../src/protocols/airbyte/catalog.ts';
import { streams } from './streams.ts';

const { catalog } = airbyteCatalog(streams);

describe('airbyteCatalog', () => {
  test('tells key, cursor and modes of a stream that has them', () => {
    expect(catalog.streams[0]).toEqual({
      name: 'contacts',
      json_schema: expect.objectContaining({ type: 'object', additionalProperties: true }),
      supported_sync_modes: ['full_refresh', 'incremental'],
      source_defined_cursor: true,
      default_cursor_field: ['updated_at'],
      source_defined_primary_key: [['id']],
      is_resumable: true,
    });
  });

  test('promises no cursor and no resuming of a stream that is read whole', () => {
    const { json_schema: _, ...admins } = catalog.streams[1]!;
    expect(admins).toEqual({
      name: 'admins',
      supported_sync_modes: ['full_refresh'],
      source_defined_primary_key: [['id']],
      is_resumable: false,
    });
  });

  test('tells each column of a key as a path of its own', () => {
    expect(catalog.streams[2]!.source_defined_primary_key).toEqual([['contact_id'], ['id']]);
  });

  test.each(catalog.streams)(
    'gives $name a draft-7 schema that takes rows, nulls and later fields',
    ({ json_schema }) => {
      const ajv = new Ajv({ strict: false });
      addFormats.default(ajv);
      const properties = json_schema.properties as object;
      const nulls = Object.fromEntries(Object.keys(properties).map((column) => [column, null]));
      expect(ajv.validateSchema(json_schema)).toBe(true);
      expect(ajv.validate(json_schema, { ...nulls, added_later: 1 })).toBe(true);
      expect(ajv.validate(json_schema, { id: 5 })).toBe(false);
    },
  );
});
