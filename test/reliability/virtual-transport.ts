/** The way to a simulator in the same process, with latency, timeouts and lost connections, all in virtual time. */
import { existsSync } from 'node:fs';
import { setImmediate as turn } from 'node:timers/promises';
import type { HttpRequest, Transport } from '../../src/intercom/http/transport.ts';
import type { Random } from '../../src/simulator/engine/random.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import { received } from '../intercom/through-fetch.ts';
import type { FakeClock } from '../support/fake-clock.ts';
import { capped } from './page-cap.ts';

export interface VirtualTransport {
  simulator: Simulator;
  clock: FakeClock;
  random: Random;
  /** No page has more items, whatever is asked for. */
  pageCap: number;
  /** Search of conversations and tickets, of which no document says that it sorts, gives the newest first. */
  newestFirst: boolean;
  /** Milliseconds of one way, at most. */
  latencyMs: number;
  timeoutMs: number;
  /** How probable it is that the network fails before the request arrives. */
  unreachable: number;
  /** Called when a request arrives, and again when its answer leaves: the place to change the workspace. */
  between(): void;
  /** Sees each answer that arrives. */
  seen?(url: URL, status: number): void;
}

/** Turns of the event loop after which an answer that has not come is one that never will. */
const turnsToAnswer = 200;

const codes = ['ENOTFOUND', 'ECONNREFUSED', 'EAI_AGAIN', 'UND_ERR_CONNECT_TIMEOUT'];

export function virtualTransport(options: VirtualTransport): Transport {
  const { simulator, clock, random, pageCap, newestFirst, latencyMs, timeoutMs, unreachable, between, seen } = options;
  const way = (signal: AbortSignal) => clock.sleep(random.int(1, latencyMs), signal);

  return async (request) => {
    await way(request.signal);
    if (unreachable > 0 && random.chance(unreachable)) throw lost(random.pick(codes));
    between();
    const leaving = new AbortController();
    const { method, headers } = request;
    const { url, body } = disobeyed(capped(request, pageCap), newestFirst);
    const answered = simulator
      .fetch(new Request(url, { method, headers, ...(body ? { body } : {}), signal: leaving.signal }))
      .then((response) => received(response, request))
      .catch((error: Error) => {
        throw error.cause ?? error;
      });
    answered.catch(() => {}); // thrown below, or left behind
    let settled = false;
    answered.then(
      () => {
        settled = true;
      },
      () => {
        settled = true;
      },
    );
    for (let turns = 0; turns < turnsToAnswer && !settled; turns++) await turn();
    if (!settled) {
      await clock.sleep(timeoutMs, request.signal).finally(() => leaving.abort());
      throw lost('UND_ERR_HEADERS_TIMEOUT');
    }
    const answer = await answered;
    seen?.(new URL(url), answer.status);
    between();
    await way(request.signal);
    if (request.file && answer.status === 200) holdWhile(clock, request.file.path);
    return answer;
  };
}

/** Lets no time pass while a downloaded file is read: its reader removes it in the end. */
function holdWhile(clock: FakeClock, path: string): void {
  const release = clock.hold();
  const look = () => (existsSync(path) ? setImmediate(look) : release());
  look();
}

const lost = (code: string) => Object.assign(new Error(`The connection failed: ${code}.`), { code });

/** The request with its sort replaced, where the search goes by its own. */
function disobeyed(request: HttpRequest, newestFirst: boolean): HttpRequest {
  if (!newestFirst || !request.body || !/\/(conversations|tickets)\/search$/.test(request.url)) return request;
  const body = { ...JSON.parse(request.body), sort: { field: 'updated_at', order: 'descending' } };
  return { ...request, body: JSON.stringify(body) };
}
