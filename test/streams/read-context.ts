/** Read contexts whose client is real: its network is a script, for answers no simulator gives, or any other transport. */
import { createClient, type RootClient } from '../../src/intercom/client.ts';
import type { Transport } from '../../src/intercom/http/transport.ts';
import { createBudget } from '../../src/intercom/limits/budget.ts';
import { createRequestScheduler } from '../../src/intercom/limits/scheduler.ts';
import type { ReadContext } from '../../src/intercom/readers/reader.ts';
import { createFakeClock } from '../support/fake-clock.ts';

const baseUrl = 'http://intercom.test';

/** A context over a transport. */
export function contextOver(
  transport: Transport,
  log: ReadContext['log'] = () => {},
): ReadContext & { client: RootClient } {
  const { signal } = new AbortController();
  const clock = createFakeClock({ start: Date.now() });
  const scheduler = createRequestScheduler({ budget: createBudget({ share: 1 }), clock });
  const settings = { baseUrl, token: 'simulator-token', version: '2.17', random: () => 0 };
  const client = createClient({ ...settings, transport, scheduler, clock, signal, log });
  return { client, clock, filters: [], settledBefore: Number.POSITIVE_INFINITY, signal, log };
}

export interface Script {
  context: ReadContext;
  /** The requests made: method, path and query. */
  requests: string[];
  logged: string[];
}

/** Each request is answered with the body, at status 200, or with the status and body given. */
export function scripted(answer: (request: string) => unknown | [status: number, body: unknown]): Script {
  const requests: string[] = [];
  const logged: string[] = [];
  const transport: Transport = async ({ method, url }) => {
    const request = `${method} ${url.replace(baseUrl, '')}`;
    requests.push(request);
    const given = answer(request);
    const [status, body] = Array.isArray(given) ? given : [200, given];
    return { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
  };
  return { context: contextOver(transport, (_level, message) => logged.push(message)), requests, logged };
}

/** An answer that refuses, as Intercom words it. */
export const refusal = (status: number, code: string, message = code): [number, unknown] => [
  status,
  { type: 'error.list', request_id: 'r1', errors: [{ code, message }] },
];
