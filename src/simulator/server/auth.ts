import { apiError } from '../engine/api-error.ts';
import type { Settings } from '../engine/options.ts';

const regionPrefix = /^(us|eu|au):/;

/**
 * Whether the request carries the right token for this region.
 *
 * Intercom answers a token of another region like an unknown one. Real tokens do not show their region; here one that
 * begins with 'us:', 'eu:' or 'au:' belongs to that region, so that a test can say "the same token, elsewhere".
 */
export function isAuthorized(header: string | null | undefined, settings: Settings): boolean {
  const given = /^Bearer\s+(.+)$/i.exec(header ?? '')?.[1];
  if (given === undefined) return false;
  const region = regionPrefix.exec(given)?.[1];
  if (region !== undefined && region !== settings.region) return false;
  return given === settings.token || given.replace(regionPrefix, '') === settings.token;
}

/** The 401 of a missing, wrong or foreign token. */
export function unauthorized() {
  return apiError(401, 'unauthorized', 'Access Token Invalid');
}
