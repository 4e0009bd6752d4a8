/** The end of what can be asked for by time. */
import type { ReadContext } from './reader.ts';

/** Unix seconds. What has settled by the run's own account has happened, whatever the server says now. */
export function nowOf({ client, settledBefore }: Pick<ReadContext, 'client' | 'settledBefore'>): number {
  const now = Math.floor(client.serverNow() / 1000);
  return Number.isFinite(settledBefore) ? Math.max(now, settledBefore) : now;
}
