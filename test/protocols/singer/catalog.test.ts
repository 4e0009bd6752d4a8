/** The catalog that `--discover` writes: its form, and that a round through a user's edits says what the user meant. */
import { Ajv } from 'ajv';
import { describe, expect, test } from 'vitest';
import { singerCatalog } from '../../../src/protocols/singer/catalog.ts';
import { parseSelection } from '../../../src/protocols/singer/selection.ts';
import { streams as registry } from '../../../src/streams/index.ts';
import { streams } from '../airbyte/streams.ts';

const [contacts, admins] = singerCatalog(streams).streams;
const metadataAt = (entry: typeof contacts, ...breadcrumb: string[]) =>
  entry?.metadata.find((one) => one.breadcrumb.join('.') === breadcrumb.join('.'))?.metadata;

describe('an entry', () => {
  test('of a stream with a cursor proposes incremental, and lets a user choose', () => {
    expect(contacts).toMatchObject({
      tap_stream_id: 'contacts',
      stream: 'contacts',
      key_properties: ['id'],
      replication_key: 'updated_at',
      replication_method: 'INCREMENTAL',
    });
    expect(metadataAt(contacts)).toEqual({
      inclusion: 'available',
      'selected-by-default': true,
      'table-key-properties': ['id'],
      'valid-replication-keys': ['updated_at'],
      'replication-key': 'updated_at',
      'replication-method': 'INCREMENTAL',
    });
  });

  test('of a stream that is always read whole says so', () => {
    expect(admins).not.toHaveProperty('replication_key');
    expect(metadataAt(admins)).toEqual({
      inclusion: 'available',
      'selected-by-default': true,
      'table-key-properties': ['id'],
      'forced-replication-method': 'FULL_TABLE',
    });
  });

  test('has its key, its cursor and what tells of deletions as automatic, and every other property as available', () => {
    const inclusions = (entry: typeof contacts) =>
      Object.fromEntries(
        entry!.metadata.slice(1).map(({ breadcrumb, metadata }) => [breadcrumb.join('.'), metadata.inclusion]),
      );
    expect(inclusions(contacts)).toEqual({
      'properties.id': 'automatic',
      'properties.updated_at': 'automatic',
      'properties.custom_attributes': 'available',
      'properties.location': 'available',
      'properties.location.properties.city': 'available',
    });
    expect(inclusions(admins)).toMatchObject({ 'properties._sdc_deleted_at': 'automatic' });
  });

  test('has no word of Airbyte in its schema', () => {
    const text = JSON.stringify(singerCatalog(registry));
    expect(text).not.toContain('airbyte_type');
    expect(text).not.toContain('_ab_cdc');
  });
});

test('every schema is one, and has its key', () => {
  const ajv = new Ajv({ strict: false, validateFormats: false });
  for (const { schema, key_properties, stream } of singerCatalog(registry).streams) {
    expect(ajv.validateSchema(schema), stream).toBe(true);
    expect(Object.keys(schema.properties as object)).toEqual(expect.arrayContaining([...key_properties]));
  }
});

test('as it is, it selects all but what costs a request per record', () => {
  const costly = registry.filter(({ cost }) => cost !== undefined).map(({ name }) => name);
  const selected = parseSelection(singerCatalog(registry));
  expect(costly.length).toBeGreaterThan(0);
  expect(selected.map(({ stream }) => stream).sort()).toEqual(
    registry
      .map(({ name }) => name)
      .filter((name) => !costly.includes(name))
      .sort(),
  );
  expect(selected.flatMap(({ deselected }) => deselected)).toEqual([]);
});
