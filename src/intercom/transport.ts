/** The one place that touches the network: a request in, a whole answer out. */
import { promisify } from 'node:util';
import { gunzip } from 'node:zlib';
import { Agent, EnvHttpProxyAgent, request } from 'undici';
import { onAbort } from '../abort.ts';
import { ConnectorError } from '../errors.ts';

export interface HttpRequest {
  method: 'GET' | 'POST';
  url: string;
  headers: Record<string, string>;
  body?: string;
  signal: AbortSignal;
}

export interface HttpAnswer {
  status: number;
  /** Names in lower case; a repeated header keeps its first value. */
  headers: Record<string, string | undefined>;
  body: string | Buffer;
}

/** Sends one request, without retries or redirects. Rejects when no whole answer comes. */
export type Transport = ((request: HttpRequest) => Promise<HttpAnswer>) & {
  close?(): Promise<void>;
};

/** A body that keeps coming may take so many timeouts in all: one that drips would hold its stream up for ever. */
const patience = 4;

/** An answer larger than this is taken for broken rather than held in memory. */
const largestBody = 200 * 1024 * 1024;

/**
 * Transport over HTTPS with keep-alive. Certificates are always verified, whatever NODE_TLS_REJECT_UNAUTHORIZED says;
 * HTTPS_PROXY and NO_PROXY are obeyed. A redirect is an answer like any other: it is never followed.
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

  const send = async ({ method, url, headers: asked, body, signal }: HttpRequest): Promise<HttpAnswer> => {
    const compressed = { ...asked, 'accept-encoding': 'gzip' };
    signal.throwIfAborted();
    const stop = new AbortController();
    const forget = onAbort(signal, () => stop.abort(signal.reason));
    let deadline: NodeJS.Timeout | undefined;
    try {
      const answer = await request(url, { method, headers: compressed, body, signal: stop.signal, dispatcher });
      deadline = setTimeout(() => stop.abort(tooLate()), options.timeoutMs * patience);
      const headers = Object.fromEntries(
        Object.entries(answer.headers).map(([name, value]) => [name, Array.isArray(value) ? value[0] : value]),
      );
      return { status: answer.statusCode, headers, body: await readBody(answer.body, headers['content-encoding']) };
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

const unzip = promisify(gunzip);

/** A page of 350 KB travels in a tenth of that, and is unpacked on another thread. Rejects where it was cut off. */
async function readBody(body: { arrayBuffer(): Promise<ArrayBuffer> }, encoding = ''): Promise<Buffer> {
  const bytes = Buffer.from(await body.arrayBuffer());
  return encoding.toLowerCase() === 'gzip' ? unzip(bytes, { maxOutputLength: largestBody }) : bytes;
}
