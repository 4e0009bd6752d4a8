/** Intercom's API as functions: every request passes the gate, carries the version, and is repeated until answered. */
import type { Clock } from '../clock.ts';
import { ConnectorError } from '../errors.ts';
import { createAccess } from './access.ts';
import { type Body, readAnswer } from './answer.ts';
import type { Gate, Priority } from './gate.ts';
import { readDate } from './rate-headers.ts';
import type { RecordList } from './records.ts';
import { backoffMs, retryAfterMs, retryLimits } from './retry.ts';
import { createServerTime, type ServerTime } from './server-time.ts';
import type { HttpAnswer, Transport } from './transport.ts';

export interface RequestOptions {
  query?: Record<string, string | undefined>;
  /** Default `listing`. */
  priority?: Priority;
  /** Another API version than the client's, such as `Preview`. */
  version?: string;
  /** How often it is tried; a 429 does not count, since the server did nothing. Default `retryLimits.attempts`. */
  attempts?: number;
  /** The records that the answer lists: they are given unparsed. */
  list?: RecordList;
}

export interface Client {
  /** The API version that requests carry, such as `2.17`. */
  readonly version: string;
  /** Rejects with a ConnectorError: see `readAnswer` for its codes, and `api_unavailable` after the last attempt. */
  get(path: string, options?: RequestOptions): Promise<Body>;
  post(path: string, body: Body, options?: RequestOptions): Promise<Body>;
  /** The same client, budget included, with another version or signal. */
  with(changed: Partial<Pick<ClientOptions, 'version' | 'signal'>>): Client;
  /** Unix milliseconds, at the earliest: see `ServerTime`. */
  serverNow(): number;
}

/** A client with what opening a session needs beside. */
export interface RootClient extends Client {
  with(changed: Partial<Pick<ClientOptions, 'version' | 'signal'>>): RootClient;
  readonly time: ServerTime;
  log: ClientOptions['log'];
}

export interface ClientOptions {
  baseUrl: string;
  token: string;
  version: string;
  transport: Transport;
  gate: Gate;
  clock: Clock;
  random: () => number;
  signal: AbortSignal;
  log(level: 'debug' | 'info' | 'warn', message: string): void;
}

/** `time` and `access`: of all clients that are one but for version and signal. */
export function createClient(
  options: ClientOptions,
  time = createServerTime(options.clock),
  access = createAccess(options.clock),
): RootClient {
  const { baseUrl, token, version, transport, gate, clock, random, log } = options;
  const signal = AbortSignal.any([options.signal, access.signal]);

  const masked = (text: string) => text.replaceAll(token, '***');

  /** A refusal may quote the request that it refuses. */
  const withoutToken = (answer: HttpAnswer): HttpAnswer =>
    answer.status < 300 ? answer : { ...answer, body: masked(answer.body.toString()) };

  /** No retry mends it. The handshake comes before the request. */
  const certificateRefused = (error: Error) =>
    new ConnectorError(
      'certificate_refused',
      `The certificate of ${new URL(baseUrl).host} can't be verified (${codeOf(error)}): nothing was sent.`,
      {
        hint: 'Behind a proxy that looks into TLS, give its certificate by NODE_EXTRA_CA_CERTS=/path/to/certificate.pem; else check the address and the clock.',
        cause: causeOf(error),
      },
    );

  /** The error's text only: the error itself may hold the request. */
  const causeOf = (lost: Error) => Object.assign(new Error(masked(lost.message)), { code: codeOf(lost) });

  async function attempt(
    request: Parameters<Transport>[0],
    priority: Priority,
  ): Promise<{ answer: HttpAnswer | Error; sentAt: number }> {
    await gate.enter(priority, signal);
    const sentAt = clock.elapsed();
    try {
      const answer = await transport(request);
      const receivedAt = clock.elapsed();
      time.observe(readDate(answer.headers), receivedAt);
      gate.answered({ status: answer.status, headers: answer.headers, sentAt, receivedAt });
      return { answer, sentAt };
    } catch (error) {
      gate.lost(sentAt);
      signal.throwIfAborted();
      if (error instanceof Error && isUntrusted(error)) throw certificateRefused(error);
      return { answer: error instanceof Error ? error : new Error(String(error)), sentAt };
    }
  }

  /** Throws the error that ends the run where a 401 means that the token was revoked. */
  async function assertAccess(path: string, sentAt: number) {
    if (path === '/me') return;
    await access.refused(sentAt, () => send('GET', '/me', undefined, { attempts: 5 }));
    signal.throwIfAborted();
  }

  async function send(method: 'GET' | 'POST', path: string, body: Body | undefined, given: RequestOptions = {}) {
    const request = {
      method,
      url: baseUrl + path + queryString(given.query),
      headers: {
        authorization: `Bearer ${token}`,
        accept: 'application/json',
        'intercom-version': given.version ?? version,
        'user-agent': 'source-intercom',
        ...(body ? { 'content-type': 'application/json' } : {}),
      },
      ...(body ? { body: JSON.stringify(body) } : {}),
      signal,
    };
    const what = `${method} ${path}`;
    const attempts = given.attempts ?? retryLimits.attempts;
    let failures = 0;
    for (let refusals = 0; ; ) {
      const { answer, sentAt } = await attempt(request, given.priority ?? 'listing');
      const verdict =
        answer instanceof Error
          ? { kind: 'retry' as const, reason: lossText(answer) }
          : readAnswer(withoutToken(answer), what, given.list);
      if (verdict.kind === 'body') return verdict.body;
      if (verdict.kind === 'error') {
        if (verdict.error.code === 'token_refused') await assertAccess(path, sentAt);
        throw verdict.error;
      }
      const lost = answer instanceof Error ? answer : undefined;
      const unavailable = (reason: string) =>
        new ConnectorError('api_unavailable', `Intercom did not answer ${what}: ${reason}.`, {
          hint: 'Run it again later: it goes on where it stopped.',
          cause: lost && causeOf(lost),
          details: { reason, timeout: lost && isTimeout(lost) ? 1 : undefined },
        });
      if (verdict.kind === 'rate_limited') {
        // The gate has paused all requests to the end of the window; an hour of refusals is no rate limit any more.
        if (++refusals > 300) throw unavailable('429 again and again');
        continue;
      }
      failures++;
      if (failures >= attempts) throw unavailable(verdict.reason);
      const asked = lost ? undefined : retryAfterMs((answer as HttpAnswer).headers['retry-after']);
      const wait = asked ?? backoffMs(failures, random());
      log('debug', `${what}: ${verdict.reason}; attempt ${failures + 1} of ${attempts} in ${Math.round(wait)} ms.`);
      await clock.sleep(wait, signal);
    }
  }

  return {
    version,
    get: (path, given) => send('GET', path, undefined, given),
    post: (path, body, given) => send('POST', path, body, given),
    with: (changed) => createClient({ ...options, ...changed }, time, access),
    serverNow: time.now,
    time,
    log,
  };
}

function queryString(query: RequestOptions['query']): string {
  const set = Object.entries(query ?? {}).filter((entry): entry is [string, string] => entry[1] !== undefined);
  return set.length === 0 ? '' : `?${new URLSearchParams(set)}`;
}

const codeOf = (error: Error): string => ('code' in error ? String(error.code) : error.name);

const isTimeout = (error: Error): boolean => /TIMEOUT|ETIMEDOUT/.test(codeOf(error));

/** How Node says that a certificate is not trusted, is not of this host, or is not of this time. */
const isUntrusted = (error: Error): boolean => /CERT|UNABLE_TO_VERIFY/.test(codeOf(error));

/** The error's code only (ECONNRESET, UND_ERR_HEADERS_TIMEOUT, …): messages may hold addresses and headers. */
const lossText = (error: Error): string => `no answer (${codeOf(error)})`;
