/** Addresses that lead nowhere, a proxy's or the API's: one line that names the setting, and says what to do. */
import { once } from 'node:events';
import { createServer as createHttpServer } from 'node:http';
import { type AddressInfo, createServer, type Server } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAirbyte } from '../support/airbyte.ts';
import { startCommand } from '../support/command.ts';
import { errorsIn, type Source, startSource } from './source.ts';

const token = 'simulator-token';

let source: Source;
/** A server that is no API, and one that is a proxy but lets no one through. */
let pages: Server;
let refusing: Server;
let nobody: string;

const listening = async (server: Server) => {
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return `127.0.0.1:${(server.address() as AddressInfo).port}`;
};

beforeAll(async () => {
  source = await startSource({ scale: 0 });
  pages = createHttpServer((_, response) => response.end('<html>It works</html>'));
  refusing = createHttpServer().on('connect', (_, socket) => socket.end('HTTP/1.1 407 Who are you?\r\n\r\n'));
  await Promise.all([pages, refusing].map(listening));
  const closed = createServer();
  nobody = await listening(closed);
  closed.close();
});
afterAll(async () => {
  pages.close();
  refusing.close();
  await source.close();
});

const addressOf = (server: Server) => `127.0.0.1:${(server.address() as AddressInfo).port}`;

const sync = (env: Record<string, string>) =>
  startCommand(['sync', '--to', 'duckdb:/nowhere/x.duckdb', '--streams', 'tags'], {
    INTERCOM_ACCESS_TOKEN: token,
    ...env,
  }).ended;

/** The settings are read when it runs, since servers have their ports by then. */
type Given = () => Record<string, string>;

describe.concurrent('a sync', () => {
  test.each<[string, Given, RegExp]>([
    ['a proxy that is no URL', () => ({ HTTPS_PROXY: 's3cret' }), /^HTTPS_PROXY is not the address of a proxy\. /],
    ['a proxy without http', () => ({ HTTPS_PROXY: 'host:3128' }), /^HTTPS_PROXY is not the address of a proxy\. /],
    ['a proxy of another kind', () => ({ https_proxy: 'ftp://s3cret@x:1' }), /^https_proxy is not the address/],
    ['one of them', () => ({ HTTPS_PROXY: 'http://x:1', HTTP_PROXY: 'x' }), /^HTTP_PROXY is not the address/],
    [
      'a proxy that is not there',
      () => ({ HTTPS_PROXY: `http://user:s3cret@${nobody}` }),
      /^Intercom did not answer GET \/me: no answer \(ECONNREFUSED\)\. Check that the proxy in HTTPS_PROXY /,
    ],
    [
      'a proxy that refuses',
      () => ({ HTTPS_PROXY: `http://user:s3cret@${addressOf(refusing)}` }),
      /^Intercom did not answer GET \/me: no answer \(\w+\)\. Check that the proxy in HTTPS_PROXY /,
    ],
    ['no URL', () => ({ INTERCOM_API_URL: 'api' }), /^INTERCOM_API_URL is not an address\. It takes /],
    ['a path', () => ({ INTERCOM_API_URL: '/api' }), /^INTERCOM_API_URL is not an address\. It takes /],
    ['no port', () => ({ INTERCOM_API_URL: 'http://127.0.0.1:99999' }), /^INTERCOM_API_URL is not an address\. /],
    [
      'a port that no one listens on',
      () => ({ INTERCOM_API_URL: `http://${nobody}` }),
      /^Intercom did not answer GET \/me: no answer \(ECONNREFUSED\)\. Check INTERCOM_API_URL: /,
    ],
    [
      'http where https is meant',
      () => ({ INTERCOM_API_URL: `https://${addressOf(pages)}` }),
      /^Intercom did not answer GET \/me: no answer \(\w+\)\. Check INTERCOM_API_URL: /,
    ],
    [
      'a path below the API',
      () => ({ INTERCOM_API_URL: `${source.url}/contacts` }),
      /^Intercom answered GET \/me with 404 .*\. Check INTERCOM_API_URL: /,
    ],
    [
      'another server',
      () => ({ INTERCOM_API_URL: `http://${addressOf(pages)}` }),
      /^Intercom did not answer GET \/me: 200 with a body that is not a JSON object\. Check INTERCOM_API_URL: /,
    ],
  ])('by %s is told in one line', async (_, given, message) => {
    const { exitCode, stdout, stderr } = await sync(given());
    expect(stderr).toMatch(message);
    expect(stderr).toMatch(/^[^\n]+\.\n$/);
    expect(stderr).not.toContain('s3cret');
    expect([exitCode, stdout]).toEqual([1, '']);
  });
});

test('check tells a wrong proxy as a wrong configuration', async () => {
  const { messages } = await runAirbyte('check', {
    env: { HTTPS_PROXY: 'proxy', INTERCOM_API_URL: source.url },
    files: { config: { access_token: token } },
  });
  expect(messages).toEqual([
    {
      type: 'CONNECTION_STATUS',
      connectionStatus: {
        status: 'FAILED',
        message:
          'HTTPS_PROXY is not the address of a proxy. It takes one such as http://proxy.example.com:3128; unset it to go without.',
      },
    },
  ]);
});

test('read tells an API that is not there, and to try again', async () => {
  const { messages, exitCode } = await runAirbyte('read', {
    env: { INTERCOM_API_URL: `http://${nobody}` },
    files: { config: { access_token: token }, catalog: { streams: [] } },
  });
  expect(errorsIn(messages)).toEqual([
    expect.objectContaining({
      message: expect.stringContaining('Check INTERCOM_API_URL: '),
      failure_type: 'transient_error',
    }),
  ]);
  expect(exitCode).toBe(1);
});
