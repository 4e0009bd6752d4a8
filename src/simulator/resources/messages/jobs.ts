/**
 * Exports of messages: one job at a time, which takes a while by the server's clock.
 * @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-export
 */
import { apiError, notFound } from '../../engine/api-error.ts';
import { type PackedFile, zipArchive } from '../../engine/archive.ts';
import { hasEnded, hasExpired, jobJson, type StartedJob } from '../../engine/export-job.ts';
import { isObject } from '../../engine/json.ts';
import { createRandom, type Random } from '../../engine/random.ts';
import type { Route } from '../../engine/route.ts';
import type { Store, StoreKey } from '../../engine/store.ts';
import { type ExportRange, exportFiles } from './files.ts';

export type { ExportRange } from './files.ts';

interface Job extends StartedJob {
  files: PackedFile[];
}

const exportJobs: StoreKey<{ jobs: Map<string, Job>; random: Random }> = {
  name: 'export jobs',
  init: ({ settings }) => ({ jobs: new Map(), random: createRandom(settings.seed, 'export jobs') }),
};

/** Begins a job, of what there is now. Throws the 429 where another one has not ended. */
export function startJob(store: Store, range: ExportRange): Job {
  const { jobs, random } = store.get(exportJobs);
  if ([...jobs.values()].some((job) => !hasEnded(store, job))) {
    throw apiError(429, 'rate_limit_exceeded', 'Exceeded rate limit of 1 pending message data export jobs');
  }
  const job = { id: random.hex(24), startedAt: store.seconds(), files: exportFiles(store, range) };
  jobs.set(job.id, job);
  return job;
}

export const scope = 'export_message_data';

export const routes: Route[] = [
  {
    method: 'POST',
    path: '/export/content/data',
    scope,
    respond({ store, body }) {
      const { created_at_after: from, created_at_before: to } = isObject(body) ? body : {};
      if (typeof from !== 'number' || typeof to !== 'number') {
        throw apiError(400, 'parameter_invalid', 'created_at_after and created_at_before take unix timestamps');
      }
      return jobJson(store, startJob(store, { from, to }), 'pending');
    },
  },
  {
    method: 'GET',
    path: '/export/content/data/:id',
    scope,
    respond({ store, param, url }) {
      const job = jobOf(store, param('id'));
      const status = stateOf(store, job);
      const file = `${url.origin}/download/content/data/${job.id}`;
      return jobJson(store, job, status, status === 'completed' ? file : undefined);
    },
  },
  {
    method: 'GET',
    path: '/download/content/data/:id',
    scope,
    file({ store, param }) {
      const job = jobOf(store, param('id'));
      if (stateOf(store, job) !== 'completed' || hasExpired(store, job)) {
        throw notFound('Object not found.');
      }
      return zipArchive(job.files);
    },
  },
];

function jobOf(store: Store, id: string): Job {
  const job = store.get(exportJobs).jobs.get(id);
  if (!job) throw notFound('The requested resource does not exist.');
  return job;
}

function stateOf(store: Store, job: Job): string {
  if (hasEnded(store, job)) return job.files.length > 0 ? 'completed' : 'no_data';
  return store.seconds() - job.startedAt < store.settings.exportSeconds / 3 ? 'pending' : 'in_progress';
}
