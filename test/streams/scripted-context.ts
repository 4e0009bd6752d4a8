/** A read context whose client is real and whose network is a function: for answers that a simulator would not give. */
import { systemClock } from '../../src/clock.ts';
import { createBudget } from '../../src/intercom/budget.ts';
import { createClient } from '../../src/intercom/client.ts';
import { createGate } from '../../src/intercom/gate.ts';
import type { ReadContext } from '../../src/streams/stream.ts';

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
  const { signal } = new AbortController();
  const log: ReadContext['log'] = (_level, message) => logged.push(message);
  const client = createClient({
    baseUrl: 'https://intercom.test',
    token: 'token',
    version: '2.17',
    async transport({ method, url }) {
      const request = `${method} ${url.replace('https://intercom.test', '')}`;
      requests.push(request);
      const given = answer(request);
      const [status, body] = Array.isArray(given) ? given : [200, given];
      return { status, headers: {}, body: typeof body === 'string' ? body : JSON.stringify(body) };
    },
    gate: createGate({ budget: createBudget({ share: 1 }), clock: systemClock }),
    clock: systemClock,
    random: () => 0,
    signal,
    log,
  });
  return { context: { client, clock: systemClock, filters: [], signal, log }, requests, logged };
}

/** An answer that refuses, as Intercom words it. */
export const refusal = (status: number, code: string, message = code): [number, unknown] => [
  status,
  { type: 'error.list', request_id: 'r1', errors: [{ code, message }] },
];
