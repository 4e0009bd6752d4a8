/** The one place that touches the network: a request in, a whole response out. */
import { pipeline, type Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { Agent, EnvHttpProxyAgent, request } from 'undici';
import { onAbort } from '../../core/abort.ts';
import { ConnectorError } from '../../core/errors.ts';
import { largestBody, tooLarge } from './body-limit.ts';

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
}

export interface ResponseHead {
  status: number;
  /** Names in lower case; a repeated header keeps its first value. */
  headers: Record<string, string | undefined>;
}

export interface HttpResponse extends ResponseHead {
  body: string | Buffer;
}

/** Sends one request, without retries or redirects. Rejects when no whole response comes. */
export type Transport = ((request: HttpRequest) => Promise<HttpResponse>) & {
  close?(): Promise<void>;
};

/** A body that keeps coming may take so many timeouts in all: one that drips would hold its stream up for ever. */
const patience = 4;

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
    maxResponseSize: largestBody,
    connect: { rejectUnauthorized: true, timeout: 15_000 },
  };
  const proxied = process.env.HTTPS_PROXY ?? process.env.https_proxy;
  const dispatcher = proxied
    ? proxyAgent({ ...settings, requestTls: { rejectUnauthorized: true } })
    : new Agent(settings);

  const send = async ({ method, url, headers: asked, body, signal, memory }: HttpRequest): Promise<HttpResponse> => {
    const compressed = { ...asked, 'accept-encoding': 'gzip' };
    signal.throwIfAborted();
    const stop = new AbortController();
    const forget = onAbort(signal, () => stop.abort(signal.reason));
    let deadline: NodeJS.Timeout | undefined;
    const allowTime = () => {
      deadline = setTimeout(() => stop.abort(tooLate()), options.timeoutMs * patience);
    };
    try {
      const response = await request(url, { method, headers: compressed, body, signal: stop.signal, dispatcher });
      allowTime();
      const headers = Object.fromEntries(
        Object.entries(response.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
      );
      const head = { status: response.statusCode, headers };
      let stopping: Promise<never> | undefined;
      const room = (bytes: number): Promise<void> | undefined => {
        const free = memory?.take(bytes);
        if (!free) return undefined;
        memory?.waits(head);
        clearTimeout(deadline);
        stopping ??= stopped(stop.signal);
        return Promise.race([free, stopping]).then(allowTime);
      };
      return { ...head, body: await readBody(response.body, headers['content-encoding'], room) };
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

const isProxyAddress = (text: string): boolean =>
  URL.canParse(text) && /^(https?|socks5?):$/.test(new URL(text).protocol);

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

/** A page of 350 KB travels in a tenth of that, and is unpacked on another thread. Rejects where it was cut off. */
async function readBody(
  body: Readable,
  encoding = '',
  room: (bytes: number) => Promise<void> | undefined,
): Promise<Buffer> {
  const isPacked = encoding.toLowerCase() === 'gzip';
  // What goes wrong with the body is thrown where it is read below.
  const source = isPacked ? pipeline(body, createGunzip({ chunkSize: unpackedAtOnce }), () => {}) : body;
  const chunks: Buffer[] = [];
  let length = 0;
  for await (const chunk of source as AsyncIterable<Buffer>) {
    length += chunk.length;
    if (length > largestBody) throw tooLarge();
    const free = room(chunk.length);
    if (free) await free;
    chunks.push(chunk);
  }
  return chunks.length === 1 ? chunks[0]! : Buffer.concat(chunks, length);
}
