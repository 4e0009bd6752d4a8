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

  // PyAirbyte warns of a column with more types than one, and makes it text; Airbyte's destinations take the first that they know.
  test('gives each column one type, and null', () => {
    each(({ name }, properties) => {
      for (const [column, { type }] of Object.entries(properties))
        expect(type, `${name}.${column}`).toEqual(['null', expect.any(String)]);
    });
  });

  test('gives custom attributes their types, those that are archived too', async () => {
    const own = await startSource({ seed: 3 });
    try {
      const typesOf = (found: AirbyteStream[], stream: string, column: string) => {
        const properties = found.find(({ name }) => name === stream)!.json_schema.properties as Record<string, Row>;
        return Object.fromEntries(
          Object.entries((properties[column] as { properties: Record<string, Row> }).properties).map(
            ([name, { type }]) => [name, type],
          ),
        );
      };
      const found = await own.discover();
      const ofContacts = {
        favourite_colour: ['null', 'string'],
        logins: ['null', 'integer'],
        score: ['null', 'number'],
        paying: ['null', 'boolean'],
        renews_at: ['null', 'integer'],
        'Old field': ['null', 'string'],
      };
      for (const name of ['contacts', 'users', 'leads'])
        expect(typesOf(found, name, 'custom_attributes'), name).toEqual(ofContacts);
      expect(typesOf(found, 'companies', 'custom_attributes')).toEqual({
        seats: ['null', 'integer'],
        region: ['null', 'string'],
        discount: ['null', 'number'],
        self_hosted: ['null', 'boolean'],
        contract_ends_at: ['null', 'integer'],
      });
      expect(typesOf(found, 'conversations', 'custom_attributes')).toMatchObject({
        'Order number': ['null', 'string'],
        Items: ['null', 'integer'],
        'Issue type': ['null', 'string'],
        Amount: ['null', 'number'],
        Escalated: ['null', 'boolean'],
        'Promised for': ['null', 'integer'],
      });
      expect(typesOf(found, 'tickets', 'ticket_attributes')).toMatchObject({
        _default_title_: ['null', 'string'],
        Hours: ['null', 'number'],
        Reproduced: ['null', 'boolean'],
      });
    } finally {
      await own.close();
    }
  });

  test('has a catalog without Intercom: the same streams but those that the workspace names, and a line that says what it lacks', async () => {
    const { messages, exitCode } = await runAirbyte('discover', {
      files: { config: { ...config, access_token: 'wrong' } },
      env: { INTERCOM_API_URL: source.url },
    });
    const names = messages.flatMap((message) =>
      message.type === 'CATALOG' ? message.catalog.streams.map(({ name }) => name) : [],
    );
    const named = streams.map(({ name }) => name).filter((name) => !name.startsWith('reporting_'));
    expect(names).toEqual(named);
    expect(messages.filter(({ type }) => type === 'LOG')).toMatchObject([
      { log: { level: 'WARN', message: expect.stringContaining('Custom attributes have no types in this catalog: ') } },
    ]);
    expect(JSON.stringify(messages)).not.toContain('wrong');
    expect(exitCode).toBe(0);
    const bare = await runAirbyte('discover', {});
    expect(bare.messages.map(({ type }) => type)).toEqual(['CATALOG']);
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
