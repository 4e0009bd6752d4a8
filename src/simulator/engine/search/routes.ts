import type { JsonObject } from '../json.ts';
import type { Call, Route } from '../route.ts';
import { list, type SearchAnswer, type SearchEndpoint, search } from './search.ts';

/** What is searched below a path. */
interface Searched<T extends { id: string }> {
  path: string;
  scope: string;
  endpoint(call: Call): SearchEndpoint<T>;
  /** The body of the response that shows a page. */
  json(call: Call, page: SearchAnswer<T>): JsonObject;
}

/** The endpoint that searches a collection. */
export const searchRoute = <T extends { id: string }>({ path, scope, endpoint, json }: Searched<T>): Route => ({
  method: 'POST',
  path: `${path}/search`,
  scope,
  respond: (call) => json(call, search(endpoint(call), call.body)),
});

/** The endpoint that lists all of a collection, in its own order, a page at a time. */
export const allRoute = <T extends { id: string }>({ path, scope, endpoint, json }: Searched<T>): Route => ({
  method: 'GET',
  path,
  scope,
  respond: (call) =>
    json(call, list(endpoint(call), { perPage: call.query('per_page'), startingAfter: call.query('starting_after') })),
});
