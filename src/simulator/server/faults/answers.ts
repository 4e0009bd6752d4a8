/** What faults need of requests and answers: what is asked for, and what an answer holds. */
import { isObject, type Json, type JsonObject } from '../../engine/json.ts';
import type { Exchange, FaultHandler, FaultSpec, Incoming } from './fault.ts';

const htmlPage =
  '<!DOCTYPE html>\n<html><head><title>Error</title></head><body><h1>Something went wrong</h1></body></html>\n';

/** A gateway's page. */
export function html(status: number): Response {
  return new Response(htmlPage, { status, headers: { 'Content-Type': 'text/html; charset=utf-8' } });
}

/** A fault that answers in the endpoint's place, whatever is asked. */
export function instead(answer: (spec: FaultSpec, exchange: Exchange) => Response | Promise<Response>): FaultHandler {
  return async (spec, exchange, fire) => (fire() ? answer(spec, exchange) : exchange.proceed());
}

/**
 * A fault that changes what a good answer holds. `change` gives the new body, or what makes it, or nothing where the
 * fault does not apply to this answer; it must leave the old one as it was.
 */
export function changing(
  change: (spec: FaultSpec, exchange: Exchange, body: JsonObject) => JsonObject | (() => JsonObject) | undefined,
): FaultHandler {
  return async (spec, exchange) => {
    const response = await exchange.proceed();
    if (!response.ok || !exchange.due()) return response;
    const body = await bodyOf(response);
    const changed = body && change(spec, exchange, body);
    if (changed === undefined || !exchange.strike()) return response;
    return answerWith(typeof changed === 'function' ? changed() : changed, response);
  };
}

/** The same answer with another body. */
export function answerWith(body: JsonObject, { status, headers }: Response): Response {
  const response = Response.json(body, { status, headers });
  bodies.set(response, Promise.resolve(body));
  return response;
}

const bodies = new WeakMap<Response, Promise<JsonObject | undefined>>();

/** The JSON object that an answer holds, which can still be read afterwards; nothing where it holds none. */
export function bodyOf(response: Response): Promise<JsonObject | undefined> {
  let body = bodies.get(response);
  if (body === undefined) {
    body = response
      .clone()
      .json()
      .then(
        (parsed: unknown) => (isObject(parsed) ? parsed : undefined),
        () => undefined,
      );
    bodies.set(response, body);
  }
  return body;
}

/** The name under which an answer has its list, if it is one: its type is `list`, or ends so as `admin.list` does. */
export function listNameOf(body: JsonObject): string | undefined {
  if (!String(body.type).endsWith('list')) return undefined;
  return Object.keys(body).find((name) => Array.isArray(body[name]));
}

/** An answer's list. */
export function listOf(body: JsonObject): Json[] | undefined {
  const name = listNameOf(body);
  return name === undefined ? undefined : (body[name] as Json[]);
}

/** The cursor that a request carries, if any. */
export function cursorOf({ request }: Incoming): string | undefined {
  const cursor = paginationOf(request.body).starting_after ?? request.query.starting_after;
  return typeof cursor === 'string' ? cursor : undefined;
}

/** Whether a request asks for a page that one before it named, or that is numbered so. */
export const isBehindFirst = (incoming: Incoming): boolean =>
  cursorOf(incoming) !== undefined || Number(incoming.request.query.page ?? 1) > 1;

/** The page size that a request asks for; 0 where it does not say. */
export function perPageOf({ request }: Incoming): number {
  return Number(paginationOf(request.body).per_page ?? request.query.per_page ?? 0);
}

/** True for a request of the company scroll. */
export function isScroll({ request }: Incoming): boolean {
  return request.path === '/companies/scroll';
}

/** True for a request of the company scroll that goes on with one. */
export function isScrolling(incoming: Incoming): boolean {
  return isScroll(incoming) && incoming.request.query.scroll_param !== undefined;
}

function paginationOf(body: Json | undefined): JsonObject {
  return isObject(body) && isObject(body.pagination) ? body.pagination : {};
}
