/** Pages too large for Intercom to give in time: a page that fails after some attempts is requested at half its size. */
import { ConnectorError } from '../../core/errors.ts';

const smallest = 8;

/** How often a page of this size is tried; the smallest one gets all attempts. */
export const attemptsFor = (size: number): number | undefined => (size > smallest ? 3 : undefined);

/** The size to ask for next, where a page of this size failed for want of a response; undefined where none is smaller. */
export const smallerPage = (size: number, error: unknown): number | undefined =>
  error instanceof ConnectorError && error.code === 'api_unavailable' && size > smallest
    ? Math.max(smallest, Math.floor(size / 2))
    : undefined;
