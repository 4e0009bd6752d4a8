/** What is read ahead is bounded by its bytes: the process stays small, however large the answers. */
import { readFileSync } from 'node:fs';
import { createServer, type IncomingMessage, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { gzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { spawnCommand, withFiles } from '../support/command.ts';
import { config, configure, listed } from './source.ts';

const MB = 1024 * 1024;
const most = 300 * MB;

type Answering = (response: ServerResponse, answer: Response, path: string) => Promise<void>;

let close = async () => {};
afterEach(() => close());

/** A simulated Intercom whose answers the test may blow up on their way. */
async function serving(simulator: Simulator, answering: Answering): Promise<string> {
  const server = createServer(async (request: IncomingMessage, response: ServerResponse) => {
    let body = '';
    for await (const chunk of request) body += chunk;
    const { method = 'GET', url = '/', headers } = request;
    const answer = await simulator.fetch(
      new Request(`http://simulator.test${url}`, {
        method,
        headers: headers as Record<string, string>,
        ...(body ? { body } : {}),
      }),
    );
    for (const [name, value] of answer.headers) response.setHeader(name, value);
    response.statusCode = answer.status;
    await answering(response, answer, url);
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  close = () =>
    new Promise((closed) => {
      server.close(() => closed());
      server.closeAllConnections();
    });
  return `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
}

const isDetail = (path: string) => /^\/conversations\/\d+$/.test(path);

async function plainly(response: ServerResponse, answer: Response) {
  response.end(Buffer.from(await answer.arrayBuffer()));
}

/** Writes as fast as it is taken. */
async function written(response: ServerResponse, bytes: string | Buffer) {
  if (response.destroyed || response.write(bytes)) return;
  await new Promise<void>((resolve) => {
    // Neither listener may stay behind: a response takes thousands of writes.
    const ready = () => {
      response.off('drain', ready).off('close', ready);
      resolve();
    };
    response.on('drain', ready).on('close', ready);
  });
}

interface Outcome {
  /** Bytes. */
  peak: number;
  /** By stream, how many records there were, and how long the longest line was. */
  records: Map<string, { count: number; longest: number }>;
  errors: string[];
  exitCode: number | null;
}

/** Reads these streams by the built command, keeping nothing of what it says but its measure. */
async function measured(url: string, names: readonly string[], pauseMs = 0): Promise<Outcome> {
  const streams = listed((name) => names.includes(name));
  return withFiles({ config, catalog: configure(streams, 'incremental') }, (flags) =>
    measure(['read', ...flags], url, pauseMs),
  );
}

async function measure(args: string[], url: string, pauseMs: number): Promise<Outcome> {
  const { child, ended } = spawnCommand(args, {
    env: { INTERCOM_API_URL: url },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const outcome: Outcome = { peak: 0, records: new Map(), errors: [], exitCode: null };
  const watching = setInterval(() => {
    outcome.peak = Math.max(outcome.peak, peakOf(child.pid!));
  }, 50);
  let line = '';
  let length = 0;
  const take = () => {
    const stream = /^\{"type":"RECORD","record":\{"stream":"(\w+)"/.exec(line)?.[1];
    if (stream) {
      const { count = 0, longest = 0 } = outcome.records.get(stream) ?? {};
      outcome.records.set(stream, { count: count + 1, longest: Math.max(longest, length) });
    } else if (line.includes('"type":"ERROR"')) outcome.errors.push(line);
    line = '';
    length = 0;
  };
  for await (const chunk of child.stdout as AsyncIterable<Buffer>) {
    for (let at = 0; at < chunk.length; ) {
      const end = chunk.indexOf(10, at);
      const part = chunk.subarray(at, end < 0 ? chunk.length : end);
      if (line.length < 4_000) line += part.toString('latin1', 0, 4_000);
      length += part.length;
      if (end < 0) break;
      take();
      at = end + 1;
    }
    if (pauseMs > 0) await new Promise((done) => setTimeout(done, pauseMs));
  }
  outcome.exitCode = (await ended).exitCode;
  clearInterval(watching);
  return outcome;
}

function peakOf(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+) kB/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) * 1024;
  } catch {
    return 0; // it has ended
  }
}

/** So many conversations, each with some parts. */
const workspace = (conversations: number) =>
  createSimulator({ counts: { contacts: 200, conversations, tickets: 20, companies: 150 }, rateLimit: null });

const partsIn = ({ workspace }: Simulator) => workspace.truth('conversation_parts').length;

describe.skipIf(process.platform !== 'linux')('a read of answers that are large', { timeout: 180_000 }, () => {
  test.each([
    ['at once', 0],
    ['slowly', 1],
  ])('is complete and small where each conversation has 5 MB, taken %s', async (_, pauseMs) => {
    const simulator = workspace(80);
    const filler = Buffer.alloc(MB / 4, 'x');
    const url = await serving(simulator, async (response, answer, path) => {
      if (!isDetail(path)) return plainly(response, answer);
      const detail = (await answer.json()) as { conversation_parts: { conversation_parts: { body: string }[] } };
      const [part] = detail.conversation_parts.conversation_parts;
      if (part) part.body = '@filler@';
      const [before, after] = JSON.stringify(detail).split('@filler@');
      response.removeHeader('content-length');
      await written(response, before!);
      for (let i = 0; i < 20 && after !== undefined; i++) await written(response, filler);
      response.end(after ?? '');
    });
    const { peak, records, errors, exitCode } = await measured(url, ['conversation_parts', 'contacts'], pauseMs);
    expect(errors).toEqual([]);
    expect(exitCode).toBe(0);
    expect(records.get('conversation_parts')?.count).toBe(partsIn(simulator));
    expect(records.get('conversation_parts')?.longest).toBeGreaterThan(5 * MB);
    expect(records.get('contacts')?.count).toBeGreaterThan(100);
    expect(peak / MB).toBeLessThan(most / MB);
  });

  test('fails its stream alone where details are bombs of 190 MB, and asks for none again and again', async () => {
    const bomb = gzipSync(Buffer.alloc(190 * MB, ' '));
    const simulator = workspace(80);
    let bombs = 0;
    const url = await serving(simulator, async (response, answer, path) => {
      if (!isDetail(path)) return plainly(response, answer);
      bombs++;
      response.removeHeader('content-length');
      response.setHeader('content-encoding', 'gzip');
      response.end(bomb);
    });
    const { peak, records, errors, exitCode } = await measured(url, ['conversation_parts', 'contacts', 'companies']);
    expect(errors[0]).toMatch(/conversation_parts.*larger than \d+ MB/);
    expect(errors.slice(0, -1).filter((error) => !error.includes('conversation_parts'))).toEqual([]);
    expect(exitCode).toBe(1);
    expect(bombs).toBeLessThanOrEqual(400);
    expect(records.get('contacts')?.count).toBeGreaterThan(100);
    expect(records.get('companies')?.count).toBeGreaterThan(100);
    expect(peak / MB).toBeLessThan(most / MB);
  });

  test('asks for smaller pages where a page is too large', async () => {
    const simulator = workspace(0);
    const url = await serving(simulator, async (response, answer, path) => {
      if (!path.startsWith('/contacts/search')) return plainly(response, answer);
      const page = (await answer.json()) as { data: { custom_attributes: object }[] };
      const filler = 'x'.repeat(MB / 2);
      response.removeHeader('content-length');
      const text = JSON.stringify(page, (key, value) => (key === 'custom_attributes' ? { note: '@filler@' } : value));
      for (const [i, part] of text.split('@filler@').entries()) await written(response, i === 0 ? part : filler + part);
      response.end();
    });
    const { peak, records, errors, exitCode } = await measured(url, ['contacts']);
    expect(errors).toEqual([]);
    expect(exitCode).toBe(0);
    expect(records.get('contacts')?.longest).toBeGreaterThan(MB / 2);
    expect(peak / MB).toBeLessThan(most / MB);
  });
});
