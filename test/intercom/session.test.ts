import { describe, expect, test } from 'vitest';
import { openSession, versions } from '../../src/intercom/session.ts';
import { createSimulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import { failure, ok, over, refusal, response, scripted } from './scripted.ts';
import { throughFetch } from './through-fetch.ts';

const date = 'Wed, 15 May 2024 11:59:57 GMT';
const me = (app: Record<string, unknown> = {}) =>
  response(
    200,
    {
      type: 'admin',
      id: '1',
      app: { type: 'app', id_code: 'ws1', name: 'Acme', region: 'US', timezone: 'Europe/Berlin', ...app },
    },
    { date },
  );
const tooOld = refusal(400, 'intercom_version_invalid', 'no such version');

describe('opening a session', () => {
  test('tells the workspace, the version and the server’s time', async () => {
    const { client, requests } = scripted(() => me());
    const session = await openSession(client, { region: 'us' });
    expect(session.workspace).toEqual({ id: 'ws1', name: 'Acme', region: 'US', timezone: 'Europe/Berlin' });
    expect(session.startedAt).toBe(Date.parse(date) / 1000);
    expect(session.client.version).toBe('2.17');
    expect(requests.map(({ url }) => new URL(url).pathname)).toEqual(['/me']);
  });

  test('steps down to an older version where the newest is refused, and speaks it from then on', async () => {
    const { client, requests } = scripted((_, number) => (number === 1 ? tooOld : me()));
    const session = await openSession(client, { region: 'us' });
    expect(session.client.version).toBe('2.16');
    await session.client.get('/tags');
    expect(requests.map(({ headers }) => headers['intercom-version'])).toEqual(['2.17', '2.16', '2.16']);
  });

  test('fails where no version is accepted', async () => {
    const { client, requests } = scripted(() => tooOld);
    expect(await failure(openSession(client, { region: 'us' }))).toMatchObject({ code: 'version_unsupported' });
    expect(requests).toHaveLength(versions.length);
    expect((await failure(openSession(client, { region: 'us' }))).message).toContain('2.17, 2.16');
    expect(await failure(openSession(client, { region: 'us' }, [] as never))).toMatchObject({
      code: 'version_unsupported',
    });
  });

  test('does not step down for anything else', async () => {
    const { client, requests } = scripted(() => refusal(403, 'forbidden'));
    expect((await failure(openSession(client, { region: 'us' }))).code).toBe('permission_missing');
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['us', 'EU', 'eu'],
    ['eu', 'US', 'us'],
    ['us', 'mars', 'us, eu or au'],
  ] as const)('configured for %s, refuses a token of %s and says what to set', async (region, actual, hint) => {
    const { client } = scripted(() => me({ region: actual }));
    const error = await failure(openSession(client, { region }));
    expect(error).toMatchObject({ code: 'region_wrong', failureType: 'config_error', hint: `Set region to ${hint}.` });
    expect(error.message).toContain(actual.toLowerCase());
  });

  test('takes a workspace that does not tell its region, name or time zone', async () => {
    const { client } = scripted(() => me({ region: null, name: null, timezone: null }));
    const { workspace } = await openSession(client, { region: 'eu' });
    expect(workspace).toEqual({ id: 'ws1', name: 'ws1', region: '', timezone: 'UTC' });
  });

  test('explains a 401: the token, or another region', async () => {
    const { client, requests } = scripted(() => refusal(401, 'unauthorized', 'Access Token Invalid'));
    const error = await failure(openSession(client, { region: 'eu' }));
    expect(error).toMatchObject({ code: 'token_refused', details: { status: 401, requestId: 'req-1' } });
    expect(error.message).toContain('eu');
    expect(error.hint).toMatch(/us or au/);
    expect(requests).toHaveLength(1);
  });

  test.each([
    ['no app', ok({ type: 'admin', id: '1' })],
    ['an app of null', ok({ app: null })],
    ['an app that is no object', ok({ app: 'ws1' })],
    ['an app without id', ok({ app: { name: 'Acme' } })],
    ['another service’s response', ok({ hello: 'world' })],
  ])('fails plainly on %s', async (_, strange) => {
    const { client } = scripted(() => strange);
    const error = await failure(openSession(client, { region: 'us' }));
    expect(error).toMatchObject({ code: 'request_refused', hint: expect.stringContaining('address') });
  });

  test('is not kept from it by an unreliable gateway, nor for ever', async () => {
    const flaky = scripted((_, number) => (number < 4 ? response(502, '<html>') : me()));
    expect((await openSession(flaky.client, { region: 'us' })).workspace.id).toBe('ws1');
    const dead = scripted(() => response(502, '<html>'));
    expect((await failure(openSession(dead.client, { region: 'us' }))).code).toBe('api_unavailable');
    expect(dead.requests.length).toBeLessThan(8);
  });
});

describe('opening a session with the simulator', () => {
  const open = (options: SimulatorOptions, secret = 'simulator-token') => {
    const simulator = createSimulator({ scale: 0, ...options });
    return openSession(over(throughFetch(simulator.fetch), { secret }).client, { region: 'us' });
  };

  test('works, in the newest version that it speaks', async () => {
    expect(await open({ timezone: 'Asia/Tokyo' })).toMatchObject({
      client: { version: '2.17' },
      workspace: { id: 'sim00001', timezone: 'Asia/Tokyo' },
    });
    expect((await open({ versions: ['2.15', '2.16'] })).client.version).toBe('2.16');
  });

  test('fails as it should', async () => {
    expect((await failure(open({ versions: ['2.10'] }))).code).toBe('version_unsupported');
    expect((await failure(open({ region: 'au' }))).code).toBe('region_wrong');
    expect((await failure(open({}, 'another'))).code).toBe('token_refused');
  });
});
