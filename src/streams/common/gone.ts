/** What is asked for by an object's id, of an object that may have gone since it was listed. */
import { ConnectorError } from '../../core/errors.ts';

/** What the request gives; undefined where Intercom answers that there is no such thing (404, 410). */
export async function unlessGone<T>(ask: () => Promise<T>): Promise<T | undefined> {
  try {
    return await ask();
  } catch (error) {
    if (error instanceof ConnectorError && error.code === 'not_found') return undefined;
    throw error;
  }
}
