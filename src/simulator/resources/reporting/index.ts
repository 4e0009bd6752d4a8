/** Exports of what reports are made of. They hold nothing of their own. */
import type { Store } from '../../engine/store.ts';
import { latestVersion } from '../../engine/version.ts';
import { type AskedReport, reportJobs, startReport } from './jobs.ts';

export { routes } from './routes.ts';

export const resources = {};

export const changes = (store: Store) => ({
  /** As another app of the workspace does it. */
  startReport: (asked: AskedReport): string => startReport(store, asked, latestVersion).id,
  /** So many of the next jobs come to nothing. */
  failReports(count: number): void {
    store.get(reportJobs).toFail = count;
  },
});
