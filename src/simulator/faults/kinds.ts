import { setTimeout as delay } from 'node:timers/promises';
import { type ApiError, apiError, errorResponse, notFound } from '../http/api-error.ts';
import { isObject, type JsonObject } from '../json.ts';
import { scrollExists } from '../routes/scroll.ts';
import { invalidCursor } from '../search/cursor.ts';
import { ConnectionBroken } from './connection-broken.ts';
import type { Exchange, FaultHandler, FaultKind } from './fault.ts';

const HTML =
  '<!DOCTYPE html>\n<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>\n';

/** What each kind of fault does. */
export const KINDS: Record<FaultKind, FaultHandler> = {
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
    for (const name of ['Limit', 'Remaining', 'Reset']) response.headers.delete(`X-RateLimit-${name}`);
    return response;
  },

  'repeat-cursor': async (_, exchange, fire) => {
    const response = await exchange.proceed();
    const starting_after = cursorOf(exchange);
    if (starting_after === undefined || !response.ok || !fire()) return response;
    const body = await objectOf(response);
    const pages = isObject(body.pages) ? body.pages : {};
    return Response.json({ ...body, pages: { ...pages, next: { starting_after } } }, { headers: response.headers });
  },
  'invalid-cursor': refusing((exchange) => (cursorOf(exchange) === undefined ? undefined : invalidCursor())),
  'search-404': async ({ id }, exchange, fire) => {
    const response = await exchange.proceed();
    if (!exchange.request.path.endsWith('/search') || !response.ok) return response;
    const body = await objectOf(response.clone());
    const records = body.data ?? body.conversations ?? body.tickets;
    const broken = Array.isArray(records) && records.some((record) => isObject(record) && record.id === id);
    return broken && fire() ? errorResponse(notFound('Conversation not found. Message deleted.')) : response;
  },
  'big-page-timeout': async ({ perPage = 50, hang = false }, exchange, fire) => {
    if (perPageOf(exchange) <= perPage || !fire()) return exchange.proceed();
    return hang ? untilLeft(exchange) : html(504);
  },

  'scroll-exists': refusing((exchange) => (isScroll(exchange) && !isScrolling(exchange) ? scrollExists() : undefined)),
  'scroll-expired': refusing((exchange) =>
    isScrolling(exchange) ? notFound('scroll parameter not found') : undefined,
  ),
  'scroll-restart': refusing((exchange) => {
    const message = 'Request failed due to an internal network error. Please restart the scroll operation.';
    return isScrolling(exchange) ? apiError(500, 'server_error', message) : undefined;
  }),
};

/** A fault that answers in the endpoint's place, whatever is asked. */
function instead(
  answer: (spec: Parameters<FaultHandler>[0], exchange: Exchange) => Response | Promise<Response>,
): FaultHandler {
  return async (spec, exchange, fire) => (fire() ? answer(spec, exchange) : exchange.proceed());
}

/** A fault that refuses certain requests with an error. */
function refusing(refusal: (exchange: Exchange) => ApiError | undefined): FaultHandler {
  return async (_, exchange, fire) => {
    const error = refusal(exchange);
    return error && fire() ? errorResponse(error) : exchange.proceed();
  };
}

function html(status: number): Response {
  return new Response(HTML, { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

function untilLeft({ signal }: Exchange): Promise<Response> {
  return new Promise((_, reject) => {
    const leave = () => reject(new ConnectionBroken());
    if (signal.aborted) leave();
    else signal.addEventListener('abort', leave, { once: true });
  });
}

function cursorOf({ request }: Exchange): string | undefined {
  const pagination = isObject(request.body) && isObject(request.body.pagination) ? request.body.pagination : {};
  const cursor = pagination.starting_after ?? request.query.starting_after;
  return typeof cursor === 'string' ? cursor : undefined;
}

function perPageOf({ request }: Exchange): number {
  const pagination = isObject(request.body) && isObject(request.body.pagination) ? request.body.pagination : {};
  return Number(pagination.per_page ?? request.query.per_page ?? 0);
}

function isScroll({ request }: Exchange): boolean {
  return request.path === '/companies/scroll';
}

function isScrolling(exchange: Exchange): boolean {
  return isScroll(exchange) && exchange.request.query.scroll_param !== undefined;
}

async function objectOf(response: Response): Promise<JsonObject> {
  const body: unknown = await response.json();
  return isObject(body) ? body : {};
}
