import { describe, expect, test } from 'vitest';
import { parseConfiguredCatalog } from '../../../src/protocols/airbyte/configured-catalog.ts';
import { streams } from './streams.ts';

const parse = (...configured: unknown[]) => parseConfiguredCatalog({ streams: configured }, streams);

describe('parseConfiguredCatalog', () => {
  test('reads what the platform writes, with keys of later versions', () => {
    const configured = {
      stream: { name: 'contacts', json_schema: {}, supported_sync_modes: ['incremental'], namespace: null },
      sync_mode: 'incremental',
      destination_sync_mode: 'append_dedup',
      cursor_field: ['updated_at'],
      primary_key: [['id']],
      generation_id: 3,
      minimum_generation_id: 0,
      sync_id: 42,
      include_files: false,
      added_later: {},
    };
    expect(parse(configured)).toEqual({
      selected: [{ name: 'contacts', syncMode: 'incremental', syncId: 42 }],
      readWhole: [],
      rejected: [],
    });
  });

  test("reads a stream without a cursor in whole although PyAirbyte asks for it by 'incremental'", () => {
    expect(parse({ stream: { name: 'admins' }, sync_mode: 'incremental' }).selected).toEqual([
      { name: 'admins', syncMode: 'full_refresh', syncId: null },
    ]);
  });

  test.each([null, undefined])('takes a sync id of %s for none', (sync_id) => {
    expect(parse({ stream: { name: 'contacts' }, sync_mode: 'full_refresh', sync_id }).selected[0]!.syncId).toBeNull();
  });

  test('rejects an unknown stream by its name, lists those there are, and keeps the rest', () => {
    const { selected, rejected } = parse(
      { stream: { name: '__AIRBYTE__stream_that_does_not_exist' }, sync_mode: 'INVALID' },
      { stream: { name: 'admins' }, sync_mode: 'full_refresh' },
    );
    expect(selected.map(({ name }) => name)).toEqual(['admins']);
    expect(rejected).toMatchObject([
      {
        stream: '__AIRBYTE__stream_that_does_not_exist',
        error: {
          code: 'stream_unknown',
          failureType: 'config_error',
          message: 'There is no stream "__AIRBYTE__stream_that_does_not_exist".',
          hint: expect.stringContaining('contacts, admins, contact_tags'),
        },
      },
    ]);
  });

  test('rejects a stream asked for in a mode that is none', () => {
    expect(parse({ stream: { name: 'contacts' }, sync_mode: 'INVALID' })).toMatchObject({
      selected: [],
      rejected: [
        {
          stream: 'contacts',
          error: {
            code: 'catalog_invalid',
            message: expect.stringContaining('catalog.streams[0].sync_mode is "INVALID"'),
          },
        },
      ],
    });
  });

  test.each([
    [null, 'catalog: expected object'],
    [[], 'catalog: expected object'],
    [{}, 'catalog.streams: expected array'],
    [{ streams: [{ sync_mode: 'incremental' }] }, 'catalog.streams[0].stream: expected object'],
    [{ streams: [{ stream: { name: 7 } }] }, 'catalog.streams[0].stream.name: expected string'],
    [{ streams: [{ stream: { name: 'admins' }, sync_id: 'x' }] }, 'catalog.streams[0].sync_id: expected'],
    [
      { streams: [{ stream: { name: 'admins' } }, { stream: { name: 'admins' } }] },
      'catalog.streams[1].stream.name is "admins" for the second time',
    ],
  ])('refuses %j, naming the path', (input, problem) => {
    expect(() => parseConfiguredCatalog(input, streams)).toThrow(
      expect.objectContaining({ code: 'catalog_invalid', message: expect.stringContaining(problem) }),
    );
  });

  test('rejects a stream that the configuration leaves out', () => {
    const input = { streams: [{ stream: { name: 'contacts' } }] };
    const { selected, rejected } = parseConfiguredCatalog(input, [], ['contacts']);
    expect(selected).toEqual([]);
    expect(rejected).toMatchObject([{ stream: 'contacts', error: { code: 'config_invalid' } }]);
    expect(rejected[0]?.error.message).toBe('The stream "contacts" is left out by "exclude" in the configuration.');
  });
});
