import { randomBytes } from 'node:crypto';
import { mkdtemp, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import { largestBody } from '../../../src/intercom/http/body-limit.ts';
import { type HttpRequest, httpTransport, type Transport } from '../../../src/intercom/http/transport.ts';
import { createSimulator, type Listening } from '../../../src/simulator/index.ts';
import { over } from '../scripted.ts';

let respond: (request: IncomingMessage, response: ServerResponse, body: string) => void;
let sockets = 0;
const server = createServer(async (request, response) => {
  let body = '';
  for await (const chunk of request) body += chunk;
  respond(request, response, body);
});
server.on('connection', () => sockets++);
let url = '';
let transport: Transport;

beforeAll(async () => {
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  transport = httpTransport({ connections: 3, timeoutMs: 200 });
});
afterAll(async () => {
  await transport.close?.();
  server.closeAllConnections();
  await new Promise((closed) => server.close(closed));
});

const ask = (more: Partial<HttpRequest> = {}, through = transport) =>
  through({ method: 'GET', url: `${url}/tags?a=1`, headers: {}, signal: new AbortController().signal, ...more });

describe('the transport', () => {
  test('sends what it is given and gives the whole response', async () => {
    let seen: unknown;
    respond = ({ method, url, headers }, response, body) => {
      seen = { method, url, header: headers['x-test'], body };
      response.writeHead(418, { 'X-Many': ['first', 'second'], 'X-One': 'Ü'.charCodeAt(0) });
      response.write('{"text":"ü');
      response.end('😀"}');
    };
    const response = await ask({ method: 'POST', headers: { 'x-test': 'yes' }, body: '{"ö":1}' });
    expect(seen).toEqual({ method: 'POST', url: '/tags?a=1', header: 'yes', body: '{"ö":1}' });
    expect(response.body.toString()).toBe('{"text":"ü😀"}');
    expect(response).toMatchObject({
      status: 418,
      headers: { 'x-many': 'first', 'x-one': '220' },
    });
  });

  test('asks for compressed responses and unpacks them; one that was cut off is no response', async () => {
    const page = JSON.stringify({ data: Array.from({ length: 500 }, (_, id) => ({ id, name: 'ü😀' })) });
    let cutOff = 0;
    respond = ({ headers }, response) => {
      expect(headers['accept-encoding']).toBe('gzip');
      const packed = gzipSync(page);
      response.writeHead(200, { 'content-encoding': 'gzip' }).end(packed.subarray(0, packed.length - cutOff));
    };
    expect((await ask()).body.toString()).toBe(page);
    cutOff = 20;
    await expect(ask()).rejects.toThrow('unexpected end of file');
  });

  test('does not follow a redirect', async () => {
    let requests = 0;
    respond = (_, response) => {
      requests++;
      response.writeHead(302, { location: '/elsewhere' }).end();
    };
    expect(await ask()).toMatchObject({ status: 302, headers: { location: '/elsewhere' } });
    expect(requests).toBe(1);
  });

  test.each<[string, typeof respond]>([
    ['a reset', (request) => request.socket.resetAndDestroy()],
    [
      'a body cut off',
      (request, response) => {
        response.writeHead(200, { 'content-length': 50 });
        response.write('{"data":[', () => request.socket.destroy());
      },
    ],
    [
      'a chunked body cut off',
      (request, response) => {
        response.write('{"data":[]}', () => request.socket.destroy());
      },
    ],
    ['no response in time', () => {}],
    [
      'half a response in time',
      (_, response) => {
        response.write('{"data":[');
      },
    ],
  ])('rejects on %s, and works again afterwards', async (_, responding) => {
    respond = responding;
    await expect(ask()).rejects.toThrow();
    respond = (_request, response) => response.end('{}');
    expect((await ask()).status).toBe(200);
  });

  test('says which kind of timeout it was', async () => {
    respond = () => {};
    await expect(ask()).rejects.toMatchObject({ code: 'UND_ERR_HEADERS_TIMEOUT' });
  });

  test('does not wait for ever for a response that drips', async () => {
    const hasty = httpTransport({ connections: 1, timeoutMs: 100 });
    respond = (_, response) => {
      const dripping = setInterval(() => response.write('{'), 20);
      response.once('close', () => clearInterval(dripping));
    };
    await expect(ask({}, hasty)).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await hasty.close?.();
  });

  test('rejects where no one listens', async () => {
    await expect(ask({ url: 'http://127.0.0.1:9/' })).rejects.toMatchObject({ code: 'ECONNREFUSED' });
  });

  test('leaves off when the run is stopped', async () => {
    const abort = new AbortController();
    let closed = false;
    respond = (request) => {
      request.socket.once('close', () => {
        closed = true;
      });
      abort.abort(new Error('stopped'));
    };
    await expect(ask({ signal: abort.signal })).rejects.toThrow('stopped');
    while (!closed) await new Promise((turn) => setImmediate(turn));
    await expect(ask({ signal: abort.signal })).rejects.toThrow('stopped');
  });

  test('keeps its connections, and opens no more than it may', async () => {
    const mine = httpTransport({ connections: 3, timeoutMs: 5000 });
    let now = 0;
    let most = 0;
    respond = (_, response) => {
      most = Math.max(most, ++now);
      setImmediate(() => {
        now--;
        response.end('{}');
      });
    };
    sockets = 0;
    await Promise.all(Array.from({ length: 60 }, () => ask({}, mine)));
    for (let i = 0; i < 5; i++) await ask({}, mine);
    expect(most).toBeLessThanOrEqual(3);
    expect(sockets).toBeLessThanOrEqual(3);
    await mine.close?.();
    await expect(ask({}, mine)).rejects.toThrow();
  });
});

describe('a body that goes to a file', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'transport-test-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const save = (path: string, through = transport) => {
    const begun: number[] = [];
    const asked = ask({ file: { path, begins: ({ status }) => begun.push(status) } }, through);
    return { asked, begun };
  };

  test('is there as it came, in place of what was there before, for its owner alone; the response says that it has begun', async () => {
    const path = join(folder, 'whole');
    const bytes = randomBytes(3_000_000);
    await writeFile(path, 'x'.repeat(5_000_000));
    respond = (_, response) => response.writeHead(200, { 'x-a': 'b' }).end(bytes);
    const { asked, begun } = save(path);
    expect(await asked).toMatchObject({ status: 200, headers: { 'x-a': 'b' }, body: '' });
    expect(begun).toEqual([200]);
    expect((await readFile(path)).equals(bytes)).toBe(true);
    await rm(path);
    await save(path).asked;
    expect((await stat(path)).mode & 0o777).toBe(0o600);
  });

  test('may be larger than what is kept in memory, and is unpacked', async () => {
    const path = join(folder, 'large');
    const bytes = Buffer.alloc(largestBody + 1000, 'abc');
    respond = (_, response) => response.writeHead(200, { 'content-encoding': 'gzip' }).end(gzipSync(bytes));
    await save(path, transport).asked;
    expect((await readFile(path)).equals(bytes)).toBe(true);
  });

  test('of a refusal is in memory, and there is no file', async () => {
    const path = join(folder, 'none');
    respond = (_, response) => response.writeHead(404).end('{"errors":[]}');
    const { asked, begun } = save(path);
    expect((await asked).body.toString()).toBe('{"errors":[]}');
    expect(begun).toEqual([]);
    await expect(stat(path)).rejects.toThrow('ENOENT');
  });

  test('that is cut off is no response', async () => {
    respond = (request, response) => {
      response.writeHead(200, { 'content-length': 5000 });
      response.write('some of it', () => request.socket.destroy());
    };
    await expect(save(join(folder, 'cut')).asked).rejects.toThrow();
  });

  test('that drips is not waited for', async () => {
    const hasty = httpTransport({ connections: 1, timeoutMs: 100 });
    respond = (_, response) => {
      const dripping = setInterval(() => response.write('{'), 20);
      response.once('close', () => clearInterval(dripping));
    };
    await expect(save(join(folder, 'drips'), hasty).asked).rejects.toMatchObject({ code: 'ETIMEDOUT' });
    await hasty.close?.();
  });

  test('that can not be written is told as that, and its connection is free for others', async () => {
    let closed = false;
    respond = (_, response) => {
      response.once('close', () => {
        closed = true;
      });
      response.write('x');
    };
    await expect(save(join(folder, 'missing', 'file')).asked).rejects.toMatchObject({
      code: 'temporary_file_failed',
      message: "A temporary file can't be written (ENOENT).",
    });
    while (!closed) await new Promise((turn) => setImmediate(turn));
  });
});

describe('behind a proxy', () => {
  const before = process.env.HTTPS_PROXY;
  afterEach(() => {
    if (before === undefined) delete process.env.HTTPS_PROXY;
    else process.env.HTTPS_PROXY = before;
  });

  test('https goes through it, and the token is not for it', async () => {
    const seen: unknown[] = [];
    const proxy = createServer((request) => seen.push(['plain', request.url]));
    proxy.on('connect', (request, socket) => {
      seen.push(request.url, JSON.stringify(request.headers));
      socket.end('HTTP/1.1 503 Busy\r\n\r\n');
    });
    await new Promise<void>((listening) => proxy.listen(0, '127.0.0.1', listening));
    process.env.HTTPS_PROXY = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
    const through = httpTransport({ connections: 1, timeoutMs: 1000 });
    const headers = { authorization: 'Bearer secret' };
    await expect(ask({ url: 'https://intercom.invalid/me', headers }, through)).rejects.toThrow();
    expect(seen[0]).toBe('intercom.invalid:443');
    expect(JSON.stringify(seen)).not.toContain('secret');
    await through.close?.();
    proxy.closeAllConnections();
    await new Promise((closed) => proxy.close(closed));
  });
});

describe('client and transport over a connection to the simulator', () => {
  const simulator = createSimulator({ scale: 0.1 });
  let listening: Listening;
  let client: ReturnType<typeof over>['client'];
  beforeAll(async () => {
    listening = await simulator.listen();
    client = over(transport, { url: listening.url, secret: 'simulator-token' }).client;
  });
  afterEach(() => simulator.faults.clear());
  afterAll(() => listening.close());

  test.each([
    '500',
    '502',
    '503',
    '504',
    'reset-before',
    'reset-middle',
    'truncated-json',
    'empty',
    'html',
    '429',
    'hang',
  ] as const)('gets its response in spite of two of %s', async (kind) => {
    const { data } = await client.get('/tags');
    const fault = simulator.faults.add({ kind, times: 2, headers: false });
    expect((await client.get('/tags')).data).toEqual(data);
    expect(fault.fired).toBe(2);
  });
});
