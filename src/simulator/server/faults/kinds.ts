import { setTimeout as delay } from 'node:timers/promises';
import { type ApiError, apiError, errorResponse, notFound } from '../../engine/api-error.ts';
import { isObject } from '../../engine/json.ts';
import { invalidCursor } from '../../engine/search/cursor.ts';
import { scrollExists } from '../../resources/companies/scroll.ts';
import { bodyOf, cursorOf, html, instead, isScroll, isScrolling, listOf, perPageOf } from './answers.ts';
import { ConnectionBroken } from './connection-broken.ts';
import { contentsFaults } from './contents.ts';
import type { Exchange, FaultHandler, FaultKind, FaultSpec } from './fault.ts';
import { pagingFaults } from './paging.ts';

/** Milliseconds of a year. */
const yearMs = 365 * 86_400_000;
const limitHeaderNames = ['Limit', 'Remaining', 'Reset'];

/** What each kind of fault does. */
export const faultKinds: Record<FaultKind, FaultHandler> = {
  '429': instead(({ headers = true, retryAfter }, exchange) => {
    const error = apiError(429, 'rate_limit_exceeded', 'Exceeded rate limit of 1667 in 10_seconds', {
      ...(headers ? exchange.limitHeaders() : {}),
      ...(retryAfter === undefined ? {} : { 'Retry-After': String(retryAfter) }),
    });
    return errorResponse(error);
  }),
  '500': instead(() => errorResponse(apiError(500, 'server_error', 'Server error'))),
  '502': instead(() => html(502)),
  '503': instead(({ retryAfter = 1 }) => {
    const headers = { 'Retry-After': String(retryAfter) };
    return errorResponse(
      apiError(503, 'service_unavailable', 'Sorry, the API service is temporarily unavailable', headers),
    );
  }),
  '504': instead(() => html(504)),
  'gateway-404': instead(() => html(404)),
  'refuse-once': instead(() => errorResponse(apiError(400, 'bad_request', 'The request could not be processed'))),
  'revoke-token': instead(({ value = 'unauthorized' }) => {
    return errorResponse(apiError(401, value, 'Access Token Invalid'));
  }),
  empty: instead(() => new Response('', { status: 200 })),
  html: instead(() => html(200)),
  hang: instead((_, exchange) => untilLeft(exchange)),
  'reset-before': instead(() => Promise.reject(new ConnectionBroken())),

  'reset-middle': async (_, exchange, fire) => {
    if (!fire()) return exchange.proceed();
    const response = await exchange.proceed();
    const body = new Uint8Array(await response.arrayBuffer());
    throw new ConnectionBroken({ response, bytes: body.subarray(0, body.length >> 1), of: body.length });
  },
  'truncated-json': async (_, exchange, fire) => {
    if (!fire()) return exchange.proceed();
    const response = await exchange.proceed();
    const body = await response.text();
    return new Response(body.slice(0, body.length >> 1), { status: 200, headers: response.headers });
  },
  slow: async ({ ms = 1000 }, exchange, fire) => {
    if (fire()) await delay(ms, undefined, { signal: exchange.signal });
    return exchange.proceed();
  },
  'drop-rate-headers': async (_, exchange, fire) => {
    const response = await exchange.proceed();
    if (!response.headers.has('X-RateLimit-Limit') || !fire()) return response;
    for (const name of limitHeaderNames) response.headers.delete(`X-RateLimit-${name}`);
    return response;
  },
  'garbage-rate-headers': afterwards(({ value = 'Infinity', header }, _, { headers }) => {
    for (const name of header ? [header] : limitHeaderNames) headers.set(`X-RateLimit-${name}`, value);
  }),
  'wrong-date': afterwards(({ ms = yearMs }, { now }, { headers }) => {
    headers.set('Date', new Date(now() + ms).toUTCString());
  }),
  // The server takes an empty one away.
  'no-date': afterwards((_, __, { headers }) => headers.set('Date', '')),
  'gone-html': async (_, exchange, fire) => {
    const response = await exchange.proceed();
    return response.status === 404 && fire() ? html(404) : response;
  },

  'invalid-cursor': refusing((exchange) => (cursorOf(exchange) === undefined ? undefined : invalidCursor())),
  'search-404': async ({ id }, exchange, fire) => {
    const response = await exchange.proceed();
    if (!exchange.request.path.endsWith('/search') || !response.ok) return response;
    const records = listOf((await bodyOf(response)) ?? {}) ?? [];
    const broken = records.some((record) => isObject(record) && record.id === id);
    return broken && fire() ? errorResponse(notFound('Conversation not found. Message deleted.')) : response;
  },
  'big-page-timeout': async ({ perPage = 50, hang = false }, exchange, fire) => {
    if (perPageOf(exchange) <= perPage || !fire()) return exchange.proceed();
    return hang ? untilLeft(exchange) : html(504);
  },

  ...pagingFaults,
  ...contentsFaults,

  'scroll-exists': refusing((exchange) => (isScroll(exchange) && !isScrolling(exchange) ? scrollExists() : undefined)),
  'scroll-expired': refusing((exchange) =>
    isScrolling(exchange) ? notFound('scroll parameter not found') : undefined,
  ),
  'scroll-restart': refusing((exchange) => {
    const message = 'Request failed due to an internal network error. Please restart the scroll operation.';
    return isScrolling(exchange) ? apiError(500, 'server_error', message) : undefined;
  }),
};

/** A fault that refuses certain requests with an error. */
function refusing(refusal: (exchange: Exchange) => ApiError | undefined): FaultHandler {
  return async (_, exchange, fire) => {
    const error = refusal(exchange);
    return error && fire() ? errorResponse(error) : exchange.proceed();
  };
}

/** A fault that changes the headers of whatever the answer is. */
function afterwards(change: (spec: FaultSpec, exchange: Exchange, response: Response) => void): FaultHandler {
  return async (spec, exchange, fire) => {
    const response = await exchange.proceed();
    if (fire()) change(spec, exchange, response);
    return response;
  };
}

function untilLeft({ signal }: Exchange): Promise<Response> {
  return new Promise((_, reject) => {
    const leave = () => reject(new ConnectionBroken());
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}
