/** Certificates are verified, always; a company's own, and a proxy on the way, can be had. By the built command. */
import { createServer } from 'node:http';
import { type AddressInfo, connect } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { runAirbyte } from '../support/airbyte.ts';
import { certificate, listenWithTls } from '../support/tls.ts';
import { config, type Source, startSource } from './source.ts';

let source: Source;
let secure: Awaited<ReturnType<typeof listenWithTls>>;
beforeAll(async () => {
  source = await startSource({ scale: 0 });
  secure = await listenWithTls(Number(new URL(source.url).port));
});
afterAll(async () => {
  await secure.close();
  await source.close();
});

/** The status of a check, and what it says. */
async function check(host: string, env: Record<string, string> = {}) {
  const { messages, stderr } = await runAirbyte('check', {
    files: { config },
    env: { INTERCOM_API_URL: `https://${host}:${secure.port}`, ...env },
  });
  const [status] = messages.flatMap((message) =>
    message.type === 'CONNECTION_STATUS' ? [message.connectionStatus] : [],
  );
  return { status: status?.status, message: status?.message, stderr };
}

describe('over TLS', () => {
  test.each([
    ['as it comes', {}],
    ['where Node is told not to care', { NODE_TLS_REJECT_UNAUTHORIZED: '0' }],
  ])('a certificate that no one trusts is refused at once, and sent nothing: %s', async (_, env) => {
    const { status, message } = await check('127.0.0.1', env);
    expect(status).toBe('FAILED');
    expect(message).toContain(
      `The certificate of 127.0.0.1:${secure.port} can't be verified (DEPTH_ZERO_SELF_SIGNED_CERT)`,
    );
    expect(message).toContain('NODE_EXTRA_CA_CERTS');
    expect(secure.arrived()).toBe(0);
  });

  test('a certificate of another host is refused, trusted or not', async () => {
    const { status, message } = await check('localhost', { NODE_EXTRA_CA_CERTS: certificate });
    expect(status).toBe('FAILED');
    expect(message).toContain('ERR_TLS_CERT_ALTNAME_INVALID');
    expect(secure.arrived()).toBe(0);
  });

  test('one that is trusted by NODE_EXTRA_CA_CERTS is taken', async () => {
    expect(await check('127.0.0.1', { NODE_EXTRA_CA_CERTS: certificate })).toMatchObject({ status: 'SUCCEEDED' });
    expect(secure.arrived()).toBeGreaterThan(0);
  });

  test('goes through HTTPS_PROXY, which sees the host and no request', async () => {
    const asked: string[] = [];
    const proxy = createServer((request) => asked.push(`plain ${request.url}`));
    proxy.on('connect', ({ url, headers }, socket) => {
      asked.push(`${url} ${JSON.stringify(headers)}`);
      const behind = connect(secure.port, '127.0.0.1', () => socket.write('HTTP/1.1 200 OK\r\n\r\n'));
      socket.pipe(behind).pipe(socket);
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    const env = {
      NODE_EXTRA_CA_CERTS: certificate,
      HTTPS_PROXY: `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`,
      NO_PROXY: '',
    };
    expect(await check('127.0.0.1', env)).toMatchObject({ status: 'SUCCEEDED' });
    // A certificate that is not trusted is refused through a proxy as well.
    expect(await check('127.0.0.1', { ...env, NODE_EXTRA_CA_CERTS: '' })).toMatchObject({ status: 'FAILED' });
    expect(asked.length).toBeGreaterThan(0);
    for (const one of asked) {
      expect(one).toMatch(new RegExp(`^127\\.0\\.0\\.1:${secure.port} `));
      expect(one).not.toContain(config.access_token);
    }
    proxy.closeAllConnections();
    await new Promise((closed) => proxy.close(closed));
  });
});
