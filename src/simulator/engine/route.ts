import type { Json, JsonObject } from './json.ts';
import type { Settings } from './options.ts';
import type { Store } from './store.ts';

/** One authenticated request, as an endpoint sees it. */
export interface Call {
  store: Store;
  settings: Settings;
  /** The rank of the API version asked for: 2.16 is 216. */
  version: number;
  /** A path parameter by name. */
  param(name: string): string;
  /** A query parameter by name. */
  query(name: string): string | undefined;
  /** True where a query parameter says 'true'. */
  flag(name: string): boolean;
  body: Json | undefined;
  /** The address asked for, for links to further pages. */
  url: URL;
}

interface Endpoint {
  method: 'GET' | 'POST';
  /** A path with parameters, such as '/contacts/:id'. The first route that fits responds. */
  path: string;
  /** The scope the token needs, if any. */
  scope?: string;
  /** The first version that has the endpoint, such as '2.16' or 'Preview'. */
  since?: string;
}

/** An endpoint that responds with JSON. */
export interface JsonRoute extends Endpoint {
  /** The body of the response; what cannot be given is thrown as an ApiError. */
  respond(call: Call): JsonObject;
}

/** An endpoint that gives a file, to those who accept an octet stream. */
export interface FileRoute extends Endpoint {
  file(call: Call): Uint8Array<ArrayBuffer>;
}

/** An endpoint. Adding one is adding a literal to a family's list. */
export type Route = JsonRoute | FileRoute;
