import { apiError } from './api-error.ts';

/** The API versions the simulator knows, oldest first. */
export const allVersions = [...Array.from({ length: 11 }, (_, index) => `2.${index + 7}`), 'Preview'];

/** The rank of the newest version but Preview: what there is of everything is told in its shapes. */
export const latestVersion = 217;

/** What a request without an `Intercom-Version` header gets: the default version of the simulated app. */
const defaultVersion = '2.16';

/** A version as a number to compare by: 2.7 is 207, 2.16 is 216, Preview comes after all. */
export function rankOf(version: string): number {
  if (version.toLowerCase() === 'preview') return Number.MAX_SAFE_INTEGER;
  const [major, minor] = version.split('.').map(Number);
  return major! * 100 + minor!;
}

/**
 * The rank of the version asked for; an unknown one is refused.
 * @see https://developers.intercom.com/docs/build-an-integration/learn-more/rest-apis/api-versioning
 */
export function versionAsked(header: string | null | undefined, accepted: readonly string[]): number {
  const version = header ?? defaultVersion;
  if (accepted.some((one) => one.toLowerCase() === version.toLowerCase())) return rankOf(version);
  throw apiError(400, 'intercom_version_invalid', 'The requested version could not be found');
}
