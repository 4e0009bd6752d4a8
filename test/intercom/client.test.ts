import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { ConnectorError } from '../../src/core/errors.ts';
import { retryLimits } from '../../src/intercom/http/retry.ts';
import type { HttpRequest, HttpResponse } from '../../src/intercom/http/transport.ts';
import { baseUrl, failure, ok, refusal, response, scripted, token } from './scripted.ts';

const good = { type: 'list', data: [] };
const lost = (code: string) => Object.assign(new Error(`${code} somewhere`), { code });
const html = '<!DOCTYPE html><html><body><h1>Oops</h1></body></html>';

describe('a request', () => {
  test('carries the token, the version and what is asked', async () => {
    const { client, requests } = scripted(() => ok(good));
    await client.get('/tags', { query: { a: 'x y', b: undefined, c: '&' } });
    await client.post('/contacts/search', { query: 1 }, { version: 'Preview' });
    expect(requests[0]).toMatchObject({
      method: 'GET',
      url: `${baseUrl}/tags?a=x+y&c=%26`,
      headers: { authorization: `Bearer ${token}`, accept: 'application/json', 'intercom-version': '2.17' },
    });
    expect(requests[0]!.body).toBeUndefined();
    expect(requests[1]).toMatchObject({
      method: 'POST',
      url: `${baseUrl}/contacts/search`,
      headers: { 'intercom-version': 'Preview', 'content-type': 'application/json' },
      body: '{"query":1}',
    });
  });

  test('has the version and the signal of the client it is sent by', async () => {
    const { client, requests } = scripted(() => ok(good));
    const { signal } = new AbortController();
    const other = client.with({ version: '2.16', signal });
    await other.get('/tags');
    expect([client.version, other.version]).toEqual(['2.17', '2.16']);
    expect(requests[0]).toMatchObject({ headers: { 'intercom-version': '2.16' }, signal });
  });
});

describe('what is tried again', () => {
  const broken: [string, HttpResponse | Error][] = [
    ['500', refusal(500, 'server_error')],
    ['502 as HTML', response(502, html)],
    ['503', refusal(503, 'service_unavailable')],
    ['504 without a body', response(504, '')],
    ['520', response(520, html)],
    ['408', response(408, '')],
    ['a reset', lost('ECONNRESET')],
    ['a refused connection', lost('ECONNREFUSED')],
    ['a timeout', lost('UND_ERR_HEADERS_TIMEOUT')],
    ['a body that broke off', lost('UND_ERR_SOCKET')],
    ['HTML with 200', response(200, html)],
    ['an empty 200', response(200, '')],
    ['truncated JSON', response(200, '{"data":[{"id":"1"},{"i')],
    ['a list where an object belongs', response(200, '[]')],
    ['null where an object belongs', response(200, 'null')],
  ];

  test.each(broken)('%s', async (_, first) => {
    const { client, requests, clock } = scripted((_request, number) => (number <= 2 ? first : ok(good)));
    await expect(client.get('/tags')).resolves.toEqual(good);
    expect(requests).toHaveLength(3);
    expect(clock.elapsed()).toBeGreaterThanOrEqual(500);
  });

  test.each(broken)('%s for ever ends after its attempts', async (_, always) => {
    const { client, requests, clock } = scripted(() => always);
    const error = await failure(client.get('/tags'));
    expect(error).toMatchObject({ code: 'api_unavailable', failureType: 'transient_error' });
    expect(error.message).toContain('GET /tags');
    expect(error.hint).toBeTruthy();
    expect(requests).toHaveLength(retryLimits.attempts);
    // Longer than a gateway's restart, shorter than patience.
    expect(clock.elapsed()).toBeGreaterThan(60_000);
    expect(clock.elapsed()).toBeLessThan(10 * 60_000);
  });

  test('a POST as well: they only search', async () => {
    const { client, requests } = scripted((_, number) => (number === 1 ? lost('ECONNRESET') : ok(good)));
    await client.post('/contacts/search', { query: {} });
    expect(requests.map(({ body }) => body)).toEqual(['{"query":{}}', '{"query":{}}']);
  });

  test('one attempt is one attempt, and a 429 is none', async () => {
    const failing = scripted(() => refusal(500, 'server_error', 'Please restart the scroll operation.'));
    const error = await failure(failing.client.get('/companies/scroll', { attempts: 1 }));
    expect(error.message).toContain('restart the scroll');
    expect(failing.requests).toHaveLength(1);
    const limited = scripted((_, number) => (number === 1 ? refusal(429, 'rate_limit_exceeded') : ok(good)));
    await expect(limited.client.get('/companies/scroll', { attempts: 1 })).resolves.toEqual(good);
    expect(limited.requests).toHaveLength(2);
  });

  test('says that it was a timeout, for who may ask for less', async () => {
    const { client } = scripted(() => lost('UND_ERR_HEADERS_TIMEOUT'));
    expect((await failure(client.get('/tags', { attempts: 1 }))).details.timeout).toBe(1);
    const other = scripted(() => lost('ECONNRESET'));
    expect((await failure(other.client.get('/tags', { attempts: 1 }))).details.timeout).toBeUndefined();
  });

  test('each failure is logged with the attempt that follows', async () => {
    const { client, logged } = scripted((_, number) => (number === 1 ? refusal(503, 'busy', 'Try later') : ok(good)));
    await client.get('/tags');
    expect(logged).toEqual([expect.stringMatching(/^GET \/tags: 503 \(busy: Try later\); attempt 2 of 10 in \d+ ms/)]);
  });
});

describe('a download', () => {
  /** What a transport does that writes to the file. */
  const saved = ({ file }: HttpRequest, text: string): HttpResponse => {
    file!.begins({ status: 200, headers: {} });
    writeFileSync(file!.path, text);
    return { status: 200, headers: {}, body: '' };
  };
  let folder: string;
  let path: string;
  beforeEach(() => {
    folder = mkdtempSync(join(tmpdir(), 'client-test-'));
    path = join(folder, 'file');
  });
  afterEach(() => rmSync(folder, { recursive: true }));

  test('asks for bytes, with the token and the version, and is in the file', async () => {
    const { client, requests } = scripted((request) => saved(request, 'not JSON'));
    await client.download('/download/1', path, { query: { a: 'b' } });
    expect(readFileSync(path, 'utf8')).toBe('not JSON');
    expect(requests).toHaveLength(1);
    expect(requests[0]).toMatchObject({
      method: 'GET',
      url: `${baseUrl}/download/1?a=b`,
      headers: { authorization: `Bearer ${token}`, accept: 'application/octet-stream', 'intercom-version': '2.17' },
    });
  });

  test('is tried again where it is cut off, refused for the rate or fails, and what was written is overwritten', async () => {
    const { client, requests } = scripted((request, number) => {
      if (number === 1) return refusal(429, 'rate_limit_exceeded');
      if (number === 2) return refusal(503, 'busy');
      saved(request, number === 3 ? 'a part of what was there' : 'all');
      return number === 3 ? lost('UND_ERR_SOCKET') : { status: 200, headers: {}, body: '' };
    });
    await client.download('/download/1', path);
    expect(readFileSync(path, 'utf8')).toBe('all');
    expect(requests).toHaveLength(4);
  });

  test('that breaks off for ever fails after its attempts: it did not wait for memory', async () => {
    const { client, requests } = scripted((request) => {
      saved(request, 'x');
      return lost('UND_ERR_SOCKET');
    });
    expect(await failure(client.download('/download/1', path))).toMatchObject({ code: 'api_unavailable' });
    expect(requests).toHaveLength(retryLimits.attempts);
  });

  test('holds up no other request while it lasts', async () => {
    const { client, abort } = scripted(({ file, signal, url }) => {
      if (!file) return ok(good);
      file.begins({ status: 200, headers: {} });
      expect(url).toContain('/download/');
      return new Promise<HttpResponse>((_, reject) => signal.addEventListener('abort', () => reject(signal.reason)));
    });
    const downloads = Array.from({ length: 600 }, (_, i) => failure(client.download(`/download/${i}`, path)));
    await expect(client.get('/tags')).resolves.toEqual(good);
    abort.abort(new Error('stopped'));
    await Promise.all(downloads);
  });

  test('fails at once where its file can not be written, or is not there at Intercom', async () => {
    const full = new ConnectorError('temporary_file_failed', 'Full.');
    const { client, requests } = scripted((_, number) => (number === 1 ? full : refusal(404, 'not_found')));
    expect(await failure(client.download('/download/1', path))).toBe(full);
    expect(await failure(client.download('/download/1', path))).toMatchObject({ code: 'not_found' });
    expect(requests).toHaveLength(2);
  });
});

describe('a 429 that counts export jobs', () => {
  const pending = refusal(429, 'rate_limit_exceeded', 'Exceeded rate limit of 1 pending message data export jobs');

  test('is an error of its own, and no request waits for a window to end', async () => {
    const { client, requests, clock } = scripted((_, number) => (number === 1 ? pending : ok(good)));
    expect(await failure(client.post('/export', {}))).toMatchObject({
      code: 'exports_pending',
      failureType: 'transient_error',
    });
    await client.get('/tags');
    expect(requests).toHaveLength(2);
    expect(clock.elapsed()).toBe(0);
  });
});

describe('how long it waits', () => {
  test('as long as Retry-After asks for', async () => {
    const { client, clock } = scripted((_, number) =>
      number === 1 ? refusal(503, 'busy', 'busy', { 'retry-after': '7' }) : ok(good),
    );
    await client.get('/tags');
    expect(clock.sleeps).toContain(7000);
    expect(clock.elapsed()).toBeGreaterThanOrEqual(7000);
  });

  test('longer and longer without it', async () => {
    const { client, clock } = scripted((_, number) => (number <= 4 ? lost('ECONNRESET') : ok(good)));
    await client.get('/tags');
    expect(clock.sleeps.filter((ms) => ms >= 375)).toEqual([375, 750, 1500, 3000]);
  });

  test.each([
    ['with Retry-After', { 'retry-after': '4' }, 4_000],
    ['without any header', {}, 10_000],
  ])('after a 429 %s, and so does every other request', async (_, headers, ms) => {
    const leftAt: number[] = [];
    const script = scripted((_request, number) => {
      leftAt.push(script.clock.elapsed());
      return number === 2 ? refusal(429, 'rate_limit_exceeded', 'slow down', headers) : ok(good);
    });
    await script.client.get('/me');
    const refusedAt = script.clock.elapsed();
    await script.client.get('/tags');
    await script.client.get('/admins');
    const after = leftAt.filter((at) => at > refusedAt + 1000);
    expect(after.length).toBe(2);
    expect(Math.min(...after)).toBeGreaterThanOrEqual(refusedAt + ms);
  });

  test('gives up on 429 some time', async () => {
    const { client, requests } = scripted(() => refusal(429, 'rate_limit_exceeded'));
    expect(await failure(client.get('/tags'))).toMatchObject({ code: 'api_unavailable' });
    expect(requests.length).toBeLessThan(400);
  });
});

describe('what is not tried again', () => {
  test.each([
    [400, 'client_error', 'Invalid starting_after param. Please restart.', 'cursor_invalid'],
    [400, 'intercom_version_invalid', 'Requested resource is not available', 'version_unsupported'],
    [400, 'parameter_invalid', 'per_page must be at most 150', 'request_refused'],
    [402, 'payment', 'Active subscription needed', 'plan_restricted'],
    [403, 'api_plan_restricted', 'Active subscription needed', 'plan_restricted'],
    [403, 'forbidden', 'missing scope', 'permission_missing'],
    [404, 'not_found', 'User Not Found', 'not_found'],
    [410, 'contact_merged', 'merged', 'not_found'],
    [422, 'parameter_invalid', 'no', 'request_refused'],
  ])('%d %s', async (status, code, message, expected) => {
    const { client, requests, clock } = scripted(() => refusal(status, code, message));
    const error = await failure(client.get('/things'));
    expect(error).toMatchObject({ code: expected, details: { status, apiCode: code, requestId: 'req-1' } });
    expect(error.message).toContain(`GET /things with ${status}`);
    expect(requests).toHaveLength(1);
    expect(clock.elapsed()).toBe(0);
  });

  test('a 404 as a bare HTML page', async () => {
    const { client, requests } = scripted(() => response(404, html));
    expect((await failure(client.get('/conversations/1'))).code).toBe('not_found');
    expect(requests).toHaveLength(1);
  });

  test('a redirect: it is not followed, wherever it leads', async () => {
    const { client, requests } = scripted(() => response(302, '', { location: 'https://evil.example/tags' }));
    expect((await failure(client.get('/tags'))).code).toBe('request_refused');
    expect(requests).toHaveLength(1);
  });

  test('anything, once the run is stopped', async () => {
    const script = scripted((_, number) => {
      if (number === 2) script.abort.abort(new Error('stopped'));
      return lost('ECONNRESET');
    });
    await expect(script.client.get('/tags')).rejects.toThrow('stopped');
    expect(script.requests).toHaveLength(2);
    await expect(script.client.get('/tags')).rejects.toThrow('stopped');
    expect(script.requests).toHaveLength(2);
  });

  test('anything, when the run is stopped while it waits for the next attempt', async () => {
    const script = scripted(() => response(503, '', { 'retry-after': '100' }));
    script.clock.sleep(50).then(() => script.abort.abort(new Error('stopped')));
    await expect(script.client.get('/tags')).rejects.toThrow('stopped');
    expect(script.requests).toHaveLength(1);
  });
});

describe('a 401', () => {
  const unauthorized = refusal(401, 'unauthorized', 'Access Token Invalid');
  const pathOf = ({ url }: HttpRequest) => new URL(url).pathname;

  test('of one endpoint is a refusal of that one: /me is asked once for all that were refused together', async () => {
    const { client, requests } = scripted((request) => (pathOf(request) === '/me' ? ok(good) : unauthorized));
    const errors = await Promise.all(Array.from({ length: 20 }, () => failure(client.get('/tags'))));
    for (const error of errors) {
      expect(error).toMatchObject({ code: 'token_refused', details: { status: 401, requestId: 'req-1' } });
      expect(error.message).toContain('GET /tags with 401');
      expect(error.details.revoked).toBeUndefined();
    }
    expect(requests.filter((request) => pathOf(request) === '/me')).toHaveLength(1);
  });

  test('of /me too ends all requests, of every client of the session, with one error', async () => {
    const { client, requests } = scripted(() => unauthorized);
    const other = client.with({ version: 'Preview' });
    const errors = await Promise.all([
      ...Array.from({ length: 20 }, () => failure(client.get('/tags'))),
      failure(other.get('/contacts/activities')),
    ]);
    expect(new Set(errors).size).toBe(1);
    expect(errors[0]).toMatchObject({
      code: 'token_refused',
      failureType: 'config_error',
      message: expect.stringMatching(/revoked/),
      details: { revoked: 1, status: 401 },
    });
    const asked = requests.length;
    expect(requests.filter((request) => pathOf(request) === '/me')).toHaveLength(1);
    expect(await failure(other.get('/admins'))).toBe(errors[0]);
    expect(requests).toHaveLength(asked);
  });

  test('is asked about again when it comes later: a token may be revoked at any time', async () => {
    let revoked = false;
    const script = scripted((request) => (pathOf(request) === '/me' && !revoked ? ok(good) : unauthorized));
    expect((await failure(script.client.get('/tags'))).details.revoked).toBeUndefined();
    revoked = true;
    await script.clock.sleep(1000);
    expect((await failure(script.client.get('/tags'))).details.revoked).toBe(1);
  });

  test('stays a refusal where /me does not respond', async () => {
    const { client } = scripted((request) => (pathOf(request) === '/me' ? response(502, html) : unauthorized));
    const error = await failure(client.get('/tags'));
    expect(error.code).toBe('token_refused');
    expect(error.details.revoked).toBeUndefined();
  });
});

describe('bodies that mean harm', () => {
  test('prototype keys stay keys', async () => {
    const body =
      '{"__proto__":{"polluted":1},"constructor":{"prototype":{"polluted":1}},"data":[{"__proto__":{"x":1}}]}';
    const { client } = scripted(() => response(200, body));
    const read = await client.get('/tags');
    expect(JSON.stringify(read)).toBe(body);
    expect(({} as { polluted?: number }).polluted).toBeUndefined();
  });

  test('deep nesting is a body like any other', async () => {
    const deep = `${'['.repeat(50_000)}${']'.repeat(50_000)}`;
    const { client } = scripted((_, number) =>
      number === 1
        ? response(200, `{"data":${deep}}`)
        : response(400, `{"errors":[{"code":${deep},"message":${deep}}]}`),
    );
    expect(Array.isArray((await client.get('/tags')).data)).toBe(true);
    expect((await failure(client.get('/tags'))).code).toBe('request_refused');
  });

  test.each([
    '{"errors":[{"code":{"toString":1},"message":{"toString":1}}]}',
    '{"errors":[null]}',
    '{"errors":{"length":1}}',
    '{"errors":[[[]]],"request_id":{"a":1}}',
    '{"errors":"no"}',
    'null',
  ])('an error of an odd shape is still an error: %s', async (body) => {
    const { client } = scripted((request: HttpRequest) => response(request.url.endsWith('/a') ? 400 : 500, body));
    expect((await failure(client.get('/a'))).code).toBe('request_refused');
    expect((await failure(client.get('/b'))).code).toBe('api_unavailable');
  });
});

describe('the server’s time', () => {
  test('comes from its responses, and from our clock before them', async () => {
    const date = Date.UTC(2030, 0, 1, 0, 0, 5);
    const { client, clock } = scripted(() => response(200, good, { date: new Date(date).toUTCString() }));
    expect(client.serverNow()).toBe(clock.now());
    await client.get('/me');
    expect(client.serverNow()).toBe(date);
    await clock.sleep(1234);
    expect(client.serverNow()).toBe(date + 1234);
  });
});
