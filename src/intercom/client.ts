/** Intercom's API as functions: every request passes the scheduler, carries the version, and is repeated until answered. */
import type { Clock } from '../core/clock.ts';
import { ConnectorError } from '../core/errors.ts';
import { createAccess } from './access.ts';
import { isTooLarge, largestBody } from './http/body-limit.ts';
import type { RecordList } from './http/records.ts';
import { type Body, readResponse } from './http/response.ts';
import { backoffMs, retryAfterMs, retryLimits } from './http/retry.ts';
import type { HttpResponse, ResponseHead, Transport } from './http/transport.ts';
import { createMemory, type Lease } from './limits/memory.ts';
import { readDate } from './limits/rate-headers.ts';
import type { Priority, RequestScheduler } from './limits/scheduler.ts';
import { createServerTime, type ServerTime } from './limits/server-time.ts';

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
  /** It is read at once, even where others wait for memory: the server would not wait. */
  atOnce?: boolean;
}

export interface Client {
  /** The API version that requests carry, such as `2.17`. */
  readonly version: string;
  /** Rejects with a ConnectorError: see `readResponse` for its codes, and `api_unavailable` after the last attempt. */
  get(path: string, options?: RequestOptions): Promise<Body>;
  post(path: string, body: Body, options?: RequestOptions): Promise<Body>;
  /** The same client, budget included, with another version, signal or holder of its answers. */
  with(changed: ClientChanges): Client;
  /** Unix milliseconds, at the earliest: see `ServerTime`. */
  serverNow(): number;
}

/** What may differ between clients that share a budget. */
export interface ClientChanges {
  version?: string;
  signal?: AbortSignal;
  /** Is given each answer's part of the memory when it is asked for, to release it. Default: released once it is parsed. */
  hold?(lease: Lease): void;
}

/** A client with what opening a session needs beside. */
export interface RootClient extends Client {
  with(changed: ClientChanges): RootClient;
  readonly time: ServerTime;
  log: ClientOptions['log'];
}

export interface ClientOptions extends Pick<ClientChanges, 'hold'> {
  baseUrl: string;
  token: string;
  version: string;
  transport: Transport;
  scheduler: RequestScheduler;
  clock: Clock;
  random: () => number;
  signal: AbortSignal;
  log(level: 'debug' | 'info' | 'warn', message: string): void;
}

/** What all clients share that are one but for what `with` changes. */
const shared = (clock: Clock) => ({
  time: createServerTime(clock),
  access: createAccess(clock),
  memory: createMemory(),
});

export function createClient(
  options: ClientOptions,
  common = shared(options.clock),
  signal = AbortSignal.any([options.signal, common.access.signal]),
): RootClient {
  const { baseUrl, token, version, transport, scheduler, clock, random, log, hold } = options;
  const { time, access, memory } = common;

  const masked = (text: string) => text.replaceAll(token, '***');

  /** A refusal may quote the request that it refuses. */
  const withoutToken = (answer: HttpResponse): HttpResponse =>
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

  async function attempt(request: Parameters<Transport>[0], priority: Priority, lease: Lease | undefined) {
    await scheduler.enter(priority, signal);
    const sentAt = clock.elapsed();
    let isTold = false;
    const tell = ({ status, headers }: ResponseHead) => {
      if (isTold) return;
      isTold = true;
      const receivedAt = clock.elapsed();
      time.observe(readDate(headers), receivedAt);
      scheduler.responded({ status, headers, sentAt, receivedAt });
    };
    try {
      const answer = await transport(lease ? { ...request, memory: { take: lease.take, waits: tell } } : request);
      tell(answer);
      return { answer, sentAt };
    } catch (error) {
      const waited = isTold;
      if (!isTold) scheduler.failed(sentAt);
      signal.throwIfAborted();
      if (error instanceof Error && isUntrusted(error)) throw certificateRefused(error);
      return { answer: error instanceof Error ? error : new Error(String(error)), sentAt, waited };
    }
  }

  /** Throws the error that ends the run where a 401 means that the token was revoked. */
  async function assertAccess(path: string, sentAt: number) {
    if (path === '/me') return;
    await access.refused(sentAt, () => send('GET', '/me', undefined, { attempts: 5 }));
    signal.throwIfAborted();
  }

  async function send(method: 'GET' | 'POST', path: string, body: Body | undefined, given: RequestOptions = {}) {
    const lease = memory.lease(given.priority ?? 'listing');
    hold?.(lease);
    try {
      const answered = await ask(method, path, body, given, lease);
      lease.complete();
      if (!hold) lease.release();
      return answered;
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  async function ask(
    method: 'GET' | 'POST',
    path: string,
    body: Body | undefined,
    given: RequestOptions,
    lease: Lease,
  ): Promise<Body> {
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
    let broken = 0;
    for (let refusals = 0; ; lease.reset()) {
      const room = given.atOnce ? undefined : lease;
      const { answer, sentAt, waited } = await attempt(request, given.priority ?? 'listing', room);
      const verdict =
        answer instanceof Error
          ? { kind: 'retry' as const, reason: lossText(answer) }
          : readResponse(withoutToken(answer), what, given.list);
      if (verdict.kind === 'body') return verdict.body;
      if (verdict.kind === 'error') {
        if (verdict.error.code === 'token_refused') await assertAccess(path, sentAt);
        throw verdict.error;
      }
      const lost = answer instanceof Error ? answer : undefined;
      if (lost && isTooLarge(lost)) throw tooLarge(what);
      const unavailable = (reason: string) =>
        new ConnectorError('api_unavailable', `Intercom did not answer ${what}: ${reason}.`, {
          hint: 'Run it again later: it goes on where it stopped.',
          cause: lost && causeOf(lost),
          details: { reason, timeout: lost && isTimeout(lost) ? 1 : undefined },
        });
      if (verdict.kind === 'rate_limited') {
        // The scheduler has paused all requests to the end of the window; an hour of refusals is no rate limit any more.
        if (++refusals > 300) throw unavailable('429 again and again');
        continue;
      }
      // A server does not wait for ever while we have no room for its answer: no failure of its own.
      if (!waited || ++broken > patience) failures++;
      if (failures >= attempts) throw unavailable(verdict.reason);
      const asked = lost ? undefined : retryAfterMs((answer as HttpResponse).headers['retry-after']);
      const wait = asked ?? backoffMs(Math.max(1, failures), random());
      log('debug', `${what}: ${verdict.reason}; attempt ${failures + 1} of ${attempts} in ${Math.round(wait)} ms.`);
      await clock.sleep(wait, signal);
    }
  }

  return {
    version,
    get: (path, given) => send('GET', path, undefined, given),
    post: (path, body, given) => send('POST', path, body, given),
    with: (changed) => createClient({ ...options, ...changed }, common, changed.signal ? undefined : signal),
    serverNow: time.now,
    time,
    log,
  };
}

/** How often an answer may break off that had to wait for memory. */
const patience = 100;

const tooLarge = (what: string) =>
  new ConnectorError(
    'api_unavailable',
    `Intercom's answer to ${what} is larger than ${Math.floor(largestBody / 1024 / 1024)} MB, more than is held in memory.`,
    { hint: 'If it is right that it is so large, report it.' },
  );

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
