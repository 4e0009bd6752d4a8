/** Bad input, and what connector mode may print: one clear line each, nothing but messages on stdout, never the token. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runAirbyte } from '../support/airbyte.ts';
import { config, configure, errorsIn, listed, recordsIn, type Source, startSource } from './source.ts';

const secret = 'super-secret-token-äö';

let source: Source;
beforeAll(async () => {
  source = await startSource({ seed: 12, token: secret });
});
afterAll(() => source.close());

const good = { ...config, access_token: secret };
const tagsOnly = () =>
  configure(
    listed((name) => name === 'tags'),
    'full_refresh',
  );

test.each(['DEBUG', 'ERROR', 'nonsense'])(
  'at log level %s stdout holds messages only, and the token is nowhere, faults and all',
  async (level) => {
    const faults = (['500', '502', 'truncated-json', 'reset-middle', '429'] as const).map((kind) =>
      source.simulator.faults.add({ kind, times: 1, match: '/tags' }),
    );
    const result = await source.read(tagsOnly(), [], { config: good, env: { LOG_LEVEL: level } });
    expect(faults.map(({ fired }) => fired)).toEqual([1, 1, 1, 1, 1]);
    expect([result.exitCode, result.unfinished, result.stderr]).toEqual([0, '', '']);
    expect(result.messages.every(({ type }) => ['RECORD', 'STATE', 'LOG', 'TRACE'].includes(type))).toBe(true);
    expect(recordsIn(result.messages)).toHaveLength(source.simulator.workspace.tags.size);
    for (const form of [secret, encodeURIComponent(secret)]) expect(result.lines.join('\n')).not.toContain(form);
  },
  60_000,
);

const catalog = { streams: [{ stream: { name: 'tags' }, sync_mode: 'full_refresh', destination_sync_mode: 'append' }] };

test.each<[string, { config?: unknown; catalog?: unknown; state?: unknown }, RegExp]>([
  ['no token', { config: {} }, /"access_token" takes your Intercom access token/],
  ['a list for a configuration', { config: [] }, /The configuration must be a JSON object/],
  ['a wrong value', { config: { ...good, lookback_window: 'x' } }, /"lookback_window" takes a whole number of days/],
  ['a wrong region', { config: { ...good, region: 'mars' } }, /"region" takes one of us, eu, au/],
  ['another region', { config: { ...good, region: 'eu' } }, /region "us", .*Set region to us/],
  ['a date that does not exist', { config: { ...good, start_date: '2024-13-01' } }, /"start_date" takes a date/],
  ['February 30', { config: { ...good, start_date: '2024-02-30' } }, /"start_date" takes a date that exists/],
  ['a date ahead', { config: { ...good, start_date: '2999-01-01' } }, /"start_date" must not be in the future/],
  ['a catalog without streams', { catalog: {} }, /catalog\.streams/],
  ['a stream without a name', { catalog: { streams: [{}] } }, /catalog\.streams\[0\]\.stream/],
  ['an unknown stream', { catalog: { streams: [{ stream: { name: 'tagz' } }] } }, /There is no stream "tagz"/],
  ['a state that is a number', { state: 7 }, /state/],
  [
    'a state of a newer version',
    {
      catalog: { streams: [{ stream: { name: 'contacts' }, sync_mode: 'incremental' }] },
      state: [
        {
          type: 'STREAM',
          stream: { stream_descriptor: { name: 'contacts' }, stream_state: { version: 2, updated_at: 1 } },
        },
      ],
    },
    /newer than this connector understands/,
  ],
])('%s gets one line that says what to do, exit code 1, and no record', async (_, given, message) => {
  const result = await runAirbyte('read', {
    env: { INTERCOM_API_URL: source.url },
    files: { config: good, catalog, ...given },
  });
  const [error] = errorsIn(result.messages);
  expect(error?.message).toMatch(message);
  expect(error?.failure_type).toBe('config_error');
  expect([result.exitCode, recordsIn(result.messages)]).toEqual([1, []]);
  expect(result.lines.join('\n')).not.toContain(secret);
});

test('a missing file is named', async () => {
  const result = await runAirbyte('read', { args: ['--config', '/nowhere/c.json', '--catalog', '/nowhere/k.json'] });
  expect(errorsIn(result.messages)[0]?.message).toContain('The configuration file /nowhere/c.json does not exist.');
});

test('plain http is for a loopback address only, since every request carries the token', async () => {
  const result = await runAirbyte('check', {
    env: { INTERCOM_API_URL: 'http://example.com' },
    files: { config: good },
  });
  expect(result.messages).toEqual([
    {
      type: 'CONNECTION_STATUS',
      connectionStatus: { status: 'FAILED', message: expect.stringContaining('INTERCOM_API_URL must use https') },
    },
  ]);
});

test.each([
  ['2024-02-30', '"start_date" takes a date that exists'],
  ['2999-01-01T00:00:00Z', '"start_date" must not be in the future'],
])('check says what is wrong with the start date %s', async (start_date, problem) => {
  const { messages } = await source.check({ ...good, start_date });
  expect(messages).toEqual([
    {
      type: 'CONNECTION_STATUS',
      connectionStatus: { status: 'FAILED', message: expect.stringContaining(problem) },
    },
  ]);
});
