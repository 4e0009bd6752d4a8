/** Jobs that make files, whichever these are: each takes a while by the server's clock, and what came of it is there for a while. */
import type { JsonObject } from './json.ts';
import type { Store } from './store.ts';

export interface StartedJob {
  id: string;
  /** Seconds. */
  startedAt: number;
}

export const hasEnded = (store: Store, { startedAt }: StartedJob): boolean =>
  store.seconds() - startedAt >= store.settings.exportSeconds;

const expiryOf = ({ settings }: Store, { startedAt }: StartedJob): number =>
  startedAt + settings.exportSeconds + settings.exportExpirySeconds;

export const hasExpired = (store: Store, job: StartedJob): boolean => store.seconds() >= expiryOf(store, job);

/** The job as the API shows it. `download`: where the file is, once there is one. */
export const jobJson = (store: Store, job: StartedJob, status: string, download?: string): JsonObject => ({
  job_identifier: job.id,
  status,
  download_url: download ?? '',
  download_expires_at: download === undefined ? '' : String(expiryOf(store, job)),
});
