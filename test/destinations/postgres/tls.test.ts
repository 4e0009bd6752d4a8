/** TLS to a real server, with the tests' certificate: for 127.0.0.1, by an authority that no one trusts unless told to. */
import { readFileSync } from 'node:fs';
import { type AddressInfo, createServer } from 'node:net';
import { TLSSocket } from 'node:tls';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { asConnectorError, explain } from '../../../src/core/errors.ts';
import { openPostgres } from '../../../src/destinations/postgres/index.ts';
import { canStartServer, ownServer, type PostgresServer, startServer } from '../../support/postgres-server.ts';
import { certificate, key } from '../../support/tls.ts';
import { acme } from '../fixtures.ts';
import { forwarder } from './forwarder.ts';

/** What became of opening, and of a first statement. */
async function opened(address: string): Promise<string> {
  try {
    const destination = await openPostgres(address);
    await destination.open(acme, []);
    await destination.close();
    return 'open';
  } catch (error) {
    return explain(asConnectorError(error));
  }
}

describe.runIf(canStartServer)('TLS to PostgreSQL', () => {
  let server: Required<PostgresServer>;
  /** To the server with TLS: counts what comes, and shows it before the server sees it. */
  let front: Awaited<ReturnType<typeof forwarder>>;
  beforeAll(async () => {
    server = await startServer({ tls: true });
    front = await forwarder(Number(new URL(server.url).port));
  });
  afterAll(async () => {
    await front.close();
    await server.remove();
  });

  const at = (host: string, parameters: string) =>
    `postgres://owner:a-password@${host}:${front.port}/postgres?${parameters}`;

  test('is checked by the certificate that the address names', async () => {
    expect(await opened(at('127.0.0.1', `sslrootcert=${certificate}`))).toBe('open');
  });

  test('is had without a look at the certificate only where the address says so', async () => {
    expect(await opened(at('127.0.0.1', 'sslmode=no-verify'))).toBe('open');
  });

  test('encrypts all but the request for it', async () => {
    front.forget();
    expect(await opened(at('127.0.0.1', `sslrootcert=${certificate}&schema=visible`))).toBe('open');
    expect(front.sent().toString('latin1')).not.toMatch(/owner|visible|search_path|SELECT/);
    await opened(at('127.0.0.1', 'sslmode=disable&schema=visible'));
    expect(front.sent().toString('latin1')).toMatch(/owner.*"visible"/s);
  });

  test.each([
    ['no one trusts', '127.0.0.1', 'sslmode=verify-full'],
    ['no one trusts, by require', '127.0.0.1', 'sslmode=require'],
    ['is of another name', 'localhost', `sslrootcert=${certificate}`],
  ])('refuses a certificate that %s, and sends nothing', async (_, host, parameters) => {
    const said = await opened(at(host, parameters));
    expect(said).toContain(`The certificate of postgres://owner@${host}:${front.port}/postgres`);
    expect(said).toContain('sslrootcert');
    expect(said).not.toContain('a-password');
    const pretender = await listenAsPostgres();
    await opened(`postgres://owner:a-password@${host}:${pretender.port}/b?${parameters}`);
    expect(pretender.greeted()).toBe(1);
    expect(pretender.arrived()).toBe('');
    await opened(`postgres://owner:a-password@${host}:${pretender.port}/b?sslmode=no-verify`);
    expect(pretender.arrived()).toContain('owner');
    await pretender.close();
  });
});

/** Takes the request for TLS as a server does, and keeps what it is sent then. */
async function listenAsPostgres() {
  let greeted = 0;
  let arrived = '';
  const server = createServer((socket) => {
    socket.on('error', () => undefined);
    socket.once('data', () => {
      greeted += 1;
      socket.write('S');
      const secure = new TLSSocket(socket, { isServer: true, cert: readFileSync(certificate), key: readFileSync(key) });
      secure.on('error', () => undefined);
      secure.on('data', (data) => {
        arrived += data.toString('latin1');
        secure.destroy();
      });
    });
  });
  await new Promise<void>((listening) => server.listen(0, listening));
  return {
    port: (server.address() as AddressInfo).port,
    greeted: () => greeted,
    arrived: () => arrived,
    close: () => new Promise((closed) => server.close(closed)),
  };
}

describe.runIf(canStartServer)('a server without TLS', () => {
  test('is refused where TLS is asked for', async () => {
    const { port } = new URL((await ownServer()).url);
    const said = await opened(`postgres://owner@127.0.0.1:${port}/postgres?sslmode=verify-full`);
    expect(said).toContain('offers no TLS, so that nothing was sent to it. Turn it on at the server (ssl = on)');
  });

  test.each(['N', 'E', 'SN'])('is sent nothing but the request when it answers %s', async (answer) => {
    let arrived = Buffer.alloc(0);
    const server = createServer((socket) => {
      socket.on('data', (data) => {
        arrived = Buffer.concat([arrived, data]);
        socket.write(answer);
      });
      socket.on('error', () => undefined);
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const { port } = server.address() as AddressInfo;
    const said = await opened(`postgres://owner:a-password@127.0.0.1:${port}/b?sslmode=verify-full`);
    server.close();
    expect(said).toContain('TLS');
    expect(arrived.toString('hex')).toBe('0000000804d2162f');
  });
});
