import type { Settings } from '../options.ts';
import { apiError } from './api-error.ts';

const REGION_PREFIX = /^(us|eu|au):/;

/**
 * Whether the request carries the right token for this region.
 *
 * Intercom answers a token of another region like an unknown one. Real tokens do not show their region; here one that
 * begins with 'us:', 'eu:' or 'au:' belongs to that region, so that a test can say "the same token, elsewhere".
 */
export function isAuthorized(header: string | null | undefined, settings: Settings): boolean {
  const given = /^Bearer\s+(.+)$/i.exec(header ?? '')?.[1];
  if (given === undefined) return false;
  const region = REGION_PREFIX.exec(given)?.[1];
  if (region !== undefined && region !== settings.region) return false;
  return given === settings.token || given.replace(REGION_PREFIX, '') === settings.token;
}

/** The 401 of a missing, wrong or foreign token. */
export function unauthorized() {
  return apiError(401, 'unauthorized', 'Access Token Invalid');
}

/** The 403 of a token that lacks a scope, which the message names. */
export function forbidden(scope: string) {
  return apiError(403, 'forbidden', `You do not have the required scope (${scope}) to access this resource`);
}
