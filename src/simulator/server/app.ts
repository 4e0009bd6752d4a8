import { setTimeout as delay } from 'node:timers/promises';
import { type Context, Hono } from 'hono';
import { ApiError, apiError, errorResponse, forbidden, notFound } from '../engine/api-error.ts';
import type { Json } from '../engine/json.ts';
import type { Settings } from '../engine/options.ts';
import type { Call, Route } from '../engine/route.ts';
import type { Store } from '../engine/store.ts';
import { rankOf, versionAsked } from '../engine/version.ts';
import { endScroll } from '../resources/companies/scroll.ts';
import { routes } from '../resources/index.ts';
import { isAuthorized, unauthorized } from './auth.ts';
import type { FaultRequest, Incoming } from './faults/fault.ts';
import type { Faults } from './faults/faults.ts';
import type { RateLimiter } from './rate-limit.ts';
import type { LoggedRequest, RequestLog } from './request-log.ts';

/** What the API is served from. */
export interface Backend {
  store: Store;
  settings: Settings;
  faults: Faults;
  requests: RequestLog;
  limiter: RateLimiter;
}

interface Env {
  Bindings: { seen: LoggedRequest };
}

/** A request's way through the server: log, delay, faults, and the API behind them. May throw ConnectionBroken. */
export function createApi(backend: Backend): (request: Request) => Promise<Response> {
  const { settings, faults, requests } = backend;
  const api = createRoutes(backend);

  return async (request) => {
    const seen = await look(request, settings);
    requests.add(seen);
    if (settings.latencyMs > 0) await delay(settings.latencyMs);
    const response = await faults.answer(incomingOf(backend, request, seen, async () => api.fetch(request, { seen })));
    seen.status = response.status;
    setDate(response, settings);
    return response;
  };
}

function createRoutes(backend: Backend): Hono<Env> {
  const app = new Hono<Env>();
  app.use(async (context, next) => {
    if (!context.env.seen.authorized) throw unauthorized();
    const headers = backend.limiter.spend();
    await next();
    for (const [name, value] of Object.entries(headers)) context.res.headers.set(name, value);
  });
  for (const route of routes) app.on(route.method, route.path, (context) => answer(backend, route, context));
  app.notFound(() => errorResponse(notFound('The requested resource was not found')));
  app.onError((error) => {
    if (error instanceof ApiError) return errorResponse(error);
    throw error;
  });
  return app;
}

function answer({ store, settings }: Backend, route: Route, context: Context<Env>): Response {
  const { version: header, body } = context.env.seen;
  const version = versionAsked(header, settings.versions);
  if (route.since !== undefined && version < rankOf(route.since)) {
    const message = 'Requested resource is not available in current API version.';
    throw apiError(400, 'intercom_version_invalid', message);
  }
  if (route.scope !== undefined && settings.denied.includes(route.scope)) throw forbidden(route.scope);
  const query = (name: string): string | undefined => context.req.query(name);
  const call: Call = {
    store,
    settings,
    version,
    body,
    query,
    param: (name) => context.req.param(name) ?? '',
    flag: (name) => query(name) === 'true',
    url: new URL(context.req.url),
  };
  if (!('file' in route)) return Response.json(route.respond(call));
  const type = 'application/octet-stream';
  if (context.req.header('Accept') !== type) throw apiError(406, 'not_acceptable', `The Accept header must be ${type}`);
  return new Response(route.file(call), { headers: { 'Content-Type': type } });
}

async function look(request: Request, settings: Settings): Promise<LoggedRequest> {
  const url = new URL(request.url);
  return {
    method: request.method,
    path: url.pathname,
    query: Object.fromEntries(url.searchParams),
    body: parse(await request.text()),
    version: request.headers.get('Intercom-Version') ?? undefined,
    authorized: isAuthorized(request.headers.get('Authorization'), settings),
    status: 0,
    at: settings.now(),
  };
}

/** A body that is no JSON is like none. */
function parse(text: string): Json | undefined {
  if (text === '') return undefined;
  try {
    return JSON.parse(text) as Json;
  } catch {
    return undefined;
  }
}

/** A fault may have set the date already, and an empty one stands for none. */
function setDate({ headers }: Response, { now }: Settings): void {
  if (!headers.has('Date')) headers.set('Date', new Date(now()).toUTCString());
  else if (headers.get('Date') === '') headers.delete('Date');
}

function incomingOf(
  { store, settings, limiter }: Backend,
  { signal }: Request,
  seen: LoggedRequest,
  proceed: () => Promise<Response>,
): Incoming {
  const { method, path, query, body, version } = seen;
  const request: FaultRequest = { method, path, query, body, version };
  return {
    request,
    signal,
    now: settings.now,
    limitHeaders: limiter.exhausted,
    endScroll: () => endScroll(store),
    proceed,
  };
}
