/** Intercom's API as functions: every request passes the scheduler, carries the version, and is repeated until a usable response comes. */
import type { Clock } from '../core/clock.ts';
import { ConnectorError } from '../core/errors.ts';
import { createAccess } from './access.ts';
import { isTooLarge } from './http/body-limit.ts';
import type { RecordList } from './http/records.ts';
import { type ApiRequest, httpRequest } from './http/request.ts';
import { type Body, countsJobs, readResponse, readSaved } from './http/response.ts';
import { afterSetback, backoffMs, noAttempts, retryAfterMs, retryLimits } from './http/retry.ts';
import type { HttpRequest, HttpResponse, ResponseHead, Transport } from './http/transport.ts';
import { createMemory, type Lease } from './limits/memory.ts';
import { readDate } from './limits/rate-headers.ts';
import type { Priority, RequestScheduler } from './limits/scheduler.ts';
import { createServerTime, type ServerTime } from './limits/server-time.ts';
import {
  certificateRefused,
  isUntrusted,
  lossText,
  plainError,
  responseTooLarge,
  unavailable,
} from './request-errors.ts';

export interface RequestOptions {
  query?: Record<string, string | undefined>;
  /** Default `listing`. */
  priority?: Priority;
  /** Another API version than the client's, such as `Preview`. */
  version?: string;
  /** How often it is tried; a 429 does not count, since the server did nothing. Default `retryLimits.attempts`. */
  attempts?: number;
  /** The records that the response lists: they are given unparsed. */
  list?: RecordList;
  /** The response is read at once, even where others wait for memory: the server would not wait. */
  atOnce?: boolean;
}

export interface Client {
  /** The API version that requests carry, such as `2.17`. */
  readonly version: string;
  /** Rejects with a ConnectorError: see `readResponse` for its codes, and `api_unavailable` after the last attempt. */
  get(path: string, options?: RequestOptions): Promise<Body>;
  post(path: string, body: Body, options?: RequestOptions): Promise<Body>;
  /** Writes what is at the path to a file, byte by byte as it comes; what a broken attempt has written is overwritten by the next one. */
  download(path: string, file: string, options?: Pick<RequestOptions, 'query' | 'attempts'>): Promise<void>;
  /** The same client, budget included, with another version, signal or holder of its responses. */
  with(changed: ClientChanges): Client;
  /** Unix milliseconds, at the earliest: see `ServerTime`. */
  serverNow(): number;
}

/** What may differ between clients that share a budget. */
export interface ClientChanges {
  version?: string;
  signal?: AbortSignal;
  /** Takes each response's lease of memory when the request is made, to release it. Default: released once it is parsed. */
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

/** Where a response goes: into memory as its lease allows, without one as it comes; or to a file. */
interface Receiver {
  lease?: Lease;
  file?: string;
}

/** What all clients share that are one but for what `with` changes. */
const shared = (clock: Clock) => ({
  time: createServerTime(clock),
  access: createAccess(clock),
  memory: createMemory(),
});

/** What became of one attempt. `waited`: the response had to wait for memory. */
interface Attempt {
  sentAt: number;
  waited: boolean;
  /** Or why none came. */
  response: HttpResponse | Error;
}

export function createClient(
  options: ClientOptions,
  common = shared(options.clock),
  signal = AbortSignal.any([options.signal, common.access.signal]),
): RootClient {
  const { baseUrl, token, version, transport, scheduler, clock, random, log, hold } = options;
  const { time, access, memory } = common;

  const masked = (text: string) => text.replaceAll(token, '***');

  /** A refusal may quote the request that it refuses. */
  const withoutToken = (response: HttpResponse): HttpResponse =>
    response.status < 300 ? response : { ...response, body: masked(response.body.toString()) };

  async function attempt(request: HttpRequest, priority: Priority, { lease, file }: Receiver): Promise<Attempt> {
    await scheduler.enter(priority, signal);
    const sentAt = clock.elapsed();
    let isReported = false;
    let waited = false;
    const report = ({ status, headers }: ResponseHead) => {
      if (isReported) return;
      isReported = true;
      const receivedAt = clock.elapsed();
      time.observe(readDate(headers), receivedAt);
      scheduler.responded({ status, headers, sentAt, receivedAt });
    };
    const waits = (head: ResponseHead) => {
      waited = true;
      report(head);
    };
    try {
      const response = await transport({
        ...request,
        ...(lease && { memory: { take: lease.take, waits } }),
        ...(file !== undefined && { file: { path: file, begins: report } }),
      });
      // To the rate limit, what counts jobs is a refusal like any other.
      report(countsJobs(response) ? { ...response, status: 409 } : response);
      return { response, sentAt, waited: false };
    } catch (error) {
      if (!isReported) scheduler.failed(sentAt);
      signal.throwIfAborted();
      if (error instanceof ConnectorError) throw error;
      const lost = error instanceof Error ? error : new Error(String(error));
      if (isUntrusted(lost)) throw certificateRefused(new URL(baseUrl).host, plainError(lost, masked));
      return { response: lost, sentAt, waited };
    }
  }

  /** Throws the error that ends the run where a 401 means that the token was revoked. */
  async function assertAccess(path: string, sentAt: number) {
    if (path === '/me') return;
    await access.refused(sentAt, () => send({ method: 'GET', path: '/me' }, { attempts: 5 }));
    signal.throwIfAborted();
  }

  async function send(request: ApiRequest, given: RequestOptions = {}): Promise<Body> {
    const lease = memory.lease(given.priority ?? 'listing');
    hold?.(lease);
    try {
      const receiver = given.atOnce ? {} : { lease };
      const body = await sendUntilDone({ ...request, query: given.query }, given, receiver);
      lease.complete();
      if (!hold) lease.release();
      return body;
    } catch (error) {
      lease.release();
      throw error;
    }
  }

  async function sendUntilDone(api: ApiRequest, given: RequestOptions, receiver: Receiver): Promise<Body> {
    const { priority = 'listing', attempts: most = retryLimits.attempts } = given;
    const request = httpRequest(api, { baseUrl, token, version: given.version ?? version, signal });
    const what = `${api.method} ${api.path}`;
    for (let attempts = noAttempts; ; receiver.lease?.reset()) {
      const { response, sentAt, waited } = await attempt(request, priority, receiver);
      const lost = response instanceof Error ? response : undefined;
      const verdict =
        response instanceof Error
          ? { kind: 'retry' as const, reason: lossText(response) }
          : receiver.file !== undefined
            ? readSaved(withoutToken(response), what)
            : readResponse(withoutToken(response), what, given.list);
      if (verdict.kind === 'body') return verdict.body;
      if (verdict.kind === 'error') {
        if (verdict.error.code === 'token_refused') await assertAccess(api.path, sentAt);
        throw verdict.error;
      }
      if (lost && isTooLarge(lost)) throw responseTooLarge(what);
      const next = afterSetback(attempts, verdict, { most, waited });
      if (next.failed !== undefined) throw unavailable(what, next.failed, lost && plainError(lost, masked));
      attempts = next.attempts;
      if (verdict.kind === 'rate_limited') continue;
      const { failures } = attempts;
      const asked = response instanceof Error ? undefined : retryAfterMs(response.headers['retry-after']);
      const waitMs = asked ?? backoffMs(Math.max(1, failures), random());
      log('debug', `${what}: ${verdict.reason}; attempt ${failures + 1} of ${most} in ${Math.round(waitMs)} ms.`);
      await clock.sleep(waitMs, signal);
    }
  }

  return {
    version,
    get: (path, given) => send({ method: 'GET', path }, given),
    post: (path, body, given) => send({ method: 'POST', path, body }, given),
    async download(path, file, given = {}) {
      await sendUntilDone({ method: 'GET', path, query: given.query, accept: 'application/octet-stream' }, given, {
        file,
      });
    },
    with: (changed) => createClient({ ...options, ...changed }, common, changed.signal ? undefined : signal),
    serverNow: time.now,
    time,
    log,
  };
}
