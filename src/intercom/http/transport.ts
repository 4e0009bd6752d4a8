/** The one place that touches the network: a request in, a whole response out. */
import { open } from 'node:fs/promises';
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Agent, EnvHttpProxyAgent, request } from 'undici';
import { onAbort } from '../../core/abort.ts';
import { ConnectorError } from '../../core/errors.ts';
import { temporaryFileFailed } from '../../core/temporary-file.ts';
import { largestBody, tooLarge } from './body-limit.ts';
import { isProxyAddress } from './proxy.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
  /** Where there may be no memory for the response yet. */
  memory?: {
    /** So many bytes of it were received, unpacked. A promise means: read no further before it resolves. */
    take(bytes: number): Promise<void> | undefined;
    /** Called before it waits. */
    waits(head: ResponseHead): void;
  };
  /** Where the body of a success goes, however large: to a file in place of memory. The response's own body is empty then. */
  file?: {
    /** Made where it is not there, and overwritten where it is. */
    path: string;
    /** Called when the response begins, since it may take long. */
    begins(head: ResponseHead): void;
  };
}

export interface ResponseHead {
  status: number;
  /** Names in lower case; a repeated header keeps its first value. */
  headers: Record<string, string | undefined>;
}

export interface HttpResponse extends ResponseHead {
  body: string | Buffer;
}

/**
 * Sends one request, without retries or redirects. Rejects when no whole response comes, and with `temporary_file_failed` where
 * a file can't be written.
 */
export type Transport = ((request: HttpRequest) => Promise<HttpResponse>) & {
  close?(): Promise<void>;
};

/**
 * A body that keeps coming may take so many timeouts in all: one that drips would hold its stream up for ever. Of a body that goes
 * to a file, so many megabytes may take that long, and the next ones again.
 */
const patience = 4;
const fileStep = largestBody;

/**
 * Transport over HTTPS with keep-alive. Certificates are always verified, whatever NODE_TLS_REJECT_UNAUTHORIZED says;
 * HTTPS_PROXY and NO_PROXY are obeyed. A redirect is a response like any other: it is never followed.
 */
export function httpTransport(options: { connections: number; timeoutMs: number }): Transport {
  const settings = {
    connections: options.connections,
    headersTimeout: options.timeoutMs,
    bodyTimeout: options.timeoutMs,
    keepAliveTimeout: 30_000,
    connect: { rejectUnauthorized: true, timeout: 15_000 },
  };
  const proxied = process.env.HTTPS_PROXY ?? process.env.https_proxy;
  const dispatcher = proxied
    ? proxyAgent({ ...settings, requestTls: { rejectUnauthorized: true } })
    : new Agent(settings);

  const send = async (asked: HttpRequest): Promise<HttpResponse> => {
    const { method, url, body, signal, memory, file } = asked;
    const compressed = { ...asked.headers, 'accept-encoding': 'gzip' };
    signal.throwIfAborted();
    const stop = new AbortController();
    const forget = onAbort(signal, () => stop.abort(signal.reason));
    let deadline: NodeJS.Timeout | undefined;
    const allowTime = () => {
      clearTimeout(deadline);
      deadline = setTimeout(() => stop.abort(tooLate()), options.timeoutMs * patience);
    };
    try {
      const response = await request(url, { method, headers: compressed, body, signal: stop.signal, dispatcher });
      allowTime();
      const headers = Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
      );
      const head = { status: response.statusCode, headers };
      const unpacked = unpack(response.body, headers['content-encoding']);
      if (file && head.status >= 200 && head.status < 300) {
        file.begins(head);
        await writeBody(unpacked, file.path, allowTime);
        return { ...head, body: '' };
      }
      let stopping: Promise<never> | undefined;
      const room = (bytes: number): Promise<void> | undefined => {
        const free = memory?.take(bytes);
        if (!free) return undefined;
        memory?.waits(head);
        clearTimeout(deadline);
        stopping ??= stopped(stop.signal);
        return Promise.race([free, stopping]).then(allowTime);
      };
      return { ...head, body: await readBody(unpacked, room) };
    } catch (error) {
      // Nothing more of it is wanted, where it could not be kept.
      stop.abort(error);
      throw error;
    } finally {
      clearTimeout(deadline);
      forget();
    }
  };
  return Object.assign(send, { close: () => dispatcher.destroy() });
}

/** Throws `config_invalid` where a proxy's address is none. It is not shown: it may hold a password. */
function proxyAgent(settings: EnvHttpProxyAgent.Options): EnvHttpProxyAgent {
  try {
    return new EnvHttpProxyAgent(settings);
  } catch {
    const names = ['https_proxy', 'HTTPS_PROXY', 'http_proxy', 'HTTP_PROXY'];
    const wrong = names.find((name) => process.env[name] && !isProxyAddress(process.env[name]));
    throw new ConnectorError('config_invalid', `${wrong ?? 'HTTPS_PROXY'} is not the address of a proxy.`, {
      hint: 'It takes one such as http://proxy.example.com:3128; unset it to go without.',
    });
  }
}

const tooLate = () => Object.assign(new Error('The answer did not end in time.'), { code: 'ETIMEDOUT' });

/** Rejects when the request is given up. */
function stopped(signal: AbortSignal): Promise<never> {
  const rejected = new Promise<never>((_, reject) => {
    if (signal.aborted) reject(signal.reason);
    else signal.addEventListener('abort', () => reject(signal.reason), { once: true });
  });
  rejected.catch(() => {}); // thrown where it is awaited
  return rejected;
}

/** Unpacked in as few steps as that, most responses being smaller. */
const unpackedAtOnce = 256 * 1024;

/** What goes wrong with the body is thrown where it is read. */
const unpack = (body: Readable, encoding = ''): AsyncIterable<Buffer> =>
  encoding.toLowerCase() === 'gzip' ? pipeline(body, createGunzip({ chunkSize: unpackedAtOnce }), () => {}) : body;

/** A page of 350 KB travels in a tenth of that, and is unpacked on another thread. Rejects where it was cut off. */
async function readBody(
  body: AsyncIterable<Buffer>,
  room: (bytes: number) => Promise<void> | undefined,
): Promise<Buffer> {
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of body) {
    length += chunk.length;
    if (length > largestBody) throw tooLarge();
    const free = room(chunk.length);
    if (free) await free;
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
}

/** Reads no further before a chunk is written. Rejects where the body was cut off, or the file can't be written. */
async function writeBody(body: AsyncIterable<Buffer>, path: string, allowTime: () => void): Promise<void> {
  const file = await open(path, 'w', 0o600).catch(failToWrite);
  try {
    let length = 0;
    for await (const chunk of body) {
      await file.writeFile(chunk).catch(failToWrite);
      length += chunk.length;
      if (length < fileStep) continue;
      allowTime();
      length = 0;
    }
  } finally {
    await file.close();
  }
}

function failToWrite(cause: Error): never {
  throw temporaryFileFailed(cause);
}
