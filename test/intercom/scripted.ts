/** A client over responses that a test writes itself, with a clock that need not be waited for. */
import { asConnectorError, type ConnectorError } from '../../src/core/errors.ts';
import { createClient, type RootClient } from '../../src/intercom/client.ts';
import type { HttpRequest, HttpResponse, Transport } from '../../src/intercom/http/transport.ts';
import { createBudget } from '../../src/intercom/limits/budget.ts';
import { createRequestScheduler } from '../../src/intercom/limits/scheduler.ts';
import type { ReadContext } from '../../src/intercom/readers/reader.ts';
import { createFakeClock, type FakeClock } from '../support/fake-clock.ts';

export const baseUrl = 'http://intercom.test';
export const token = 'dG9rOnNlY3JldC10b2tlbg==';

export interface Script {
  client: RootClient;
  context: ReadContext;
  clock: FakeClock;
  requests: HttpRequest[];
  /** Bodies of the requests, parsed. */
  asked(): Record<string, unknown>[];
  logged: string[];
  abort: AbortController;
}

export const response = (status: number, body: unknown, headers: Record<string, string> = {}): HttpResponse => ({
  status,
  headers,
  body: typeof body === 'string' ? body : JSON.stringify(body),
});

export const ok = (body: unknown): HttpResponse => response(200, body);

/** A response that refuses, as Intercom words it. */
export const refusal = (status: number, code: string, message = code, headers: Record<string, string> = {}) =>
  response(status, { type: 'error.list', request_id: 'req-1', errors: [{ code, message }] }, headers);

/** Each request gets the response of the script, which is given its number from 1. */
export function scripted(
  script: (request: HttpRequest, number: number) => HttpResponse | Error | Promise<HttpResponse | Error>,
  { version = '2.17', clock = createFakeClock() } = {},
): Script {
  const requests: HttpRequest[] = [];
  const logged: string[] = [];
  const transport: Transport = async (request) => {
    requests.push(request);
    const given = await script(request, requests.length);
    if (given instanceof Error) throw given;
    return given;
  };
  return { ...over(transport, { version, clock, logged }), requests, asked: () => requests.map(bodyOf) };
}

/** A client and a reader's context over any transport. */
export function over(
  transport: Transport,
  { url = baseUrl, version = '2.17', clock = createFakeClock(), logged = [] as string[], secret = token } = {},
): Omit<Script, 'requests' | 'asked'> {
  const abort = new AbortController();
  const { signal } = abort;
  const scheduler = createRequestScheduler({ budget: createBudget({ share: 1 }), clock });
  const log = (_level: string, message: string) => logged.push(message);
  const client = createClient({
    baseUrl: url,
    token: secret,
    version,
    transport,
    scheduler,
    clock,
    random: () => 0.5,
    signal,
    log,
  });
  return {
    client,
    clock,
    logged,
    abort,
    context: { client, clock, filters: [], settledBefore: Number.POSITIVE_INFINITY, signal, log },
  };
}

const bodyOf = ({ body }: HttpRequest): Record<string, unknown> => JSON.parse(body ?? '{}');

/** What a promise rejects with, as our error; fails the test where it does not reject. */
export async function failure(promise: Promise<unknown>): Promise<ConnectorError> {
  const result = await promise.then(
    (value) => ({ value }),
    (thrown: unknown) => ({ thrown }),
  );
  if (!('thrown' in result)) throw new Error(`It did not fail: ${JSON.stringify(result.value).slice(0, 200)}`);
  return asConnectorError(result.thrown);
}

/** All items of a generator. */
export async function all<T>(source: AsyncIterable<T>): Promise<T[]> {
  const items: T[] = [];
  for await (const item of source) items.push(item);
  return items;
}
