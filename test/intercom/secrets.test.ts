/** The token leaves in one header, and nowhere else: not even where a server or a library quotes it. */
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { inspect } from 'node:util';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { ConnectorError, explain } from '../../src/core/errors.ts';
import { httpTransport } from '../../src/intercom/http/transport.ts';
import { openSession } from '../../src/intercom/session.ts';
import { failure, ok, over, refusal, response, scripted, token } from './scripted.ts';

/** All that anyone may print of an error. */
function everythingOf(error: unknown): string {
  const seen: string[] = [];
  for (let one: unknown = error; one instanceof Error; one = one.cause) {
    seen.push(String(one), one.message, one.stack ?? '', JSON.stringify(one), JSON.stringify(Object.entries(one)));
    if (one instanceof ConnectorError) seen.push(explain(one), JSON.stringify(one.details));
  }
  return [...seen, inspect(error, { depth: 20, showHidden: true })].join('\n');
}

describe('the token', () => {
  test('is in the authorization header alone', async () => {
    const { client, requests } = scripted(() => ok({ data: [] }));
    await client.get('/tags', { query: { a: 'b' } });
    await client.post('/contacts/search', { query: {} });
    for (const { headers, signal: _, ...rest } of requests) {
      const { authorization, ...others } = headers;
      expect(authorization).toBe(`Bearer ${token}`);
      expect(JSON.stringify([rest, others])).not.toContain(token);
    }
  });

  test.each([
    [
      'a refusal',
      response(400, { request_id: token, errors: [{ code: `bad ${token}`, message: `Bearer ${token}?` }] }),
    ],
    ['a 401', refusal(401, 'unauthorized', `Access token ${token} is invalid`)],
    ['a failure', refusal(500, 'server_error', `while handling ${token}`)],
    ['a transport', Object.assign(new Error(`bad header Bearer ${token}`), { code: 'E', headers: { a: token } })],
    ['a transport’s cause', new Error('no', { cause: new Error(`Bearer ${token}`) })],
  ])('is in no error where %s quotes it', async (_, quoting) => {
    const { client, logged } = scripted(() => quoting);
    const error = await failure(client.get('/tags', { attempts: 2 }));
    expect(everythingOf(error)).not.toContain(token);
    expect(logged.join('\n')).not.toContain(token);
    const session = await failure(openSession(client, { region: 'us' }));
    expect(everythingOf(session)).not.toContain(token);
  });
});

describe('the token, over a real connection', () => {
  let respond: (request: IncomingMessage, response: ServerResponse) => void;
  let seen: string[] = [];
  const server = createServer((request, response) => {
    seen.push(`${request.headers.host}${request.url}`);
    respond(request, response);
  });
  const other = createServer((request, response) => {
    seen.push(`OTHER ${request.headers.authorization}`);
    response.end('{}');
  });
  let url = '';
  let elsewhere = '';
  const transport = httpTransport({ connections: 4, timeoutMs: 300 });
  beforeAll(async () => {
    for (const one of [server, other]) await new Promise<void>((listening) => one.listen(0, '127.0.0.1', listening));
    url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
    elsewhere = `http://127.0.0.1:${(other.address() as AddressInfo).port}`;
  });
  afterAll(async () => {
    await transport.close?.();
    for (const one of [server, other]) {
      one.closeAllConnections();
      await new Promise((closed) => one.close(closed));
    }
  });

  const echo = (request: IncomingMessage) => String(request.headers.authorization);
  test.each<[string, typeof respond]>([
    ['a reset', (request) => request.socket.resetAndDestroy()],
    [
      'a response that breaks off',
      (request, response) => {
        response.writeHead(200, { 'content-length': 100 });
        response.write(echo(request), () => request.socket.destroy());
      },
    ],
    ['no response', () => {}],
    [
      'a refusal that quotes it',
      (request, response) =>
        response.writeHead(400).end(JSON.stringify({ errors: [{ code: 'bad', message: echo(request) }] })),
    ],
    ['a page that quotes it', (request, response) => response.writeHead(200).end(`<html>${echo(request)}`)],
    ['a response that is no HTTP', (request) => request.socket.end(`NOT HTTP ${echo(request)}\r\n\r\n`)],
    [
      'a header that is no header',
      (request) => request.socket.end(`HTTP/1.1 200 OK\r\nbad header ${echo(request)}\r\n\r\n`),
    ],
  ])('is in no error after %s', async (_, responding) => {
    respond = responding;
    const error = await failure(over(transport, { url }).client.get('/tags', { attempts: 1 }));
    expect(everythingOf(error)).not.toContain(token);
  });

  test('is in no error where it can’t be sent at all', async () => {
    const secret = 'secret\nwith: a line break';
    const error = await failure(over(transport, { url, secret }).client.get('/tags', { attempts: 1 }));
    expect(everythingOf(error)).not.toContain('with: a line');
  });

  test('is not sent after a redirect', async () => {
    seen = [];
    respond = (_, response) => response.writeHead(307, { location: `${elsewhere}/tags` }).end('{}');
    expect((await failure(over(transport, { url }).client.get('/tags'))).code).toBe('request_refused');
    expect(seen).toEqual([`${url.slice(7)}/tags`]);
  });
});
