/** Questions whose answers can be done without: one that is refused ends nothing. */
import { ConnectorError, type ErrorCode } from '../../core/errors.ts';

/** What says that this can't be had, and nothing of the run. */
const refusals: readonly ErrorCode[] = [
  'permission_missing',
  'plan_restricted',
  'version_unsupported',
  'not_found',
  'request_refused',
  'records_missing',
  'paging_stuck',
];

/** What `ask` gives; undefined where it is refused, once `tell` was told why. */
export async function unlessRefused<T>(
  ask: () => Promise<T>,
  tell: (why: ConnectorError) => void,
): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ConnectorError) || !refusals.includes(error.code)) throw error;
    tell(error);
    return undefined;
  }
}
