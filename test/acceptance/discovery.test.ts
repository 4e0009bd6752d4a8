import { Ajv } from 'ajv';
import addFormats from 'ajv-formats';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AirbyteStream } from '../../src/protocols/airbyte/messages.ts';
import { runAirbyte } from '../support/airbyte.ts';
import { config, type Row, type Source, startSource } from './source.ts';

describe('discover', () => {
  let source: Source;
  let streams: AirbyteStream[];
  beforeAll(async () => {
    source = await startSource({ scale: 0 });
    streams = await source.discover();
  });
  afterAll(() => source.close());

  /** Runs a check on each stream, so that a failure names it. */
  const each = (check: (stream: AirbyteStream, properties: { [column: string]: Row }) => void) => {
    for (const stream of streams) check(stream, stream.json_schema.properties as { [column: string]: Row });
  };

  test('writes exactly one catalog, with streams of different names', async () => {
    const { messages, exitCode } = await runAirbyte('discover', {
      files: { config },
      env: { INTERCOM_API_URL: source.url },
    });
    expect(messages.filter(({ type }) => type === 'CATALOG')).toHaveLength(1);
    expect(exitCode).toBe(0);
    expect(streams.length).toBeGreaterThan(0);
    expect(new Set(streams.map(({ name }) => name)).size).toBe(streams.length);
  });

  test('gives schemas of draft 7 that are open and refer to nothing', () => {
    const ajv = new Ajv({ strict: false });
    addFormats.default(ajv);
    each(({ name, json_schema }) => {
      expect(ajv.validateSchema(json_schema), name).toBe(true);
      const text = JSON.stringify(json_schema);
      expect(text, name).not.toMatch(/"(\$ref|allOf|not)":/);
      expect(text, name).not.toContain('"additionalProperties":false');
    });
  });

  test('has keys and cursors that the schema knows, the keys being no objects', () => {
    each(({ name, source_defined_primary_key, default_cursor_field = [] }, properties) => {
      const keys = source_defined_primary_key.map(([column]) => column!);
      expect(keys.length, name).toBeGreaterThan(0);
      expect(Object.keys(properties), name).toEqual(expect.arrayContaining([...keys, ...default_cursor_field]));
      for (const key of keys)
        expect(['string', 'integer'], `${name}.${key}`).toContain([properties[key]!.type].flat().at(-1));
    });
  });

  test('says of each stream how it can be read', () => {
    each(({ name, supported_sync_modes, source_defined_cursor, default_cursor_field, is_resumable }) => {
      expect(supported_sync_modes, name).toContain('full_refresh');
      const incremental = supported_sync_modes.includes('incremental');
      expect([source_defined_cursor === true, default_cursor_field?.length === 1, is_resumable], name).toEqual(
        Array(3).fill(incremental),
      );
    });
  });
});
