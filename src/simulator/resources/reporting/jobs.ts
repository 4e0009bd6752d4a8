/** Jobs of the reports' export: five at a time. */
import { apiError } from '../../engine/api-error.ts';
import { csvText } from '../../engine/archive.ts';
import { hasEnded, type StartedJob } from '../../engine/export-job.ts';
import { createRandom, type Random } from '../../engine/random.ts';
import type { Store, StoreKey } from '../../engine/store.ts';
import { type ReportDataset, shortId } from './dataset.ts';
import { datasets } from './datasets.ts';

export interface ReportJob extends StartedJob {
  fails: boolean;
  /** The CSV file. */
  text: string;
}

/** Of what began from `from` to `to`, both included: seconds. */
export interface AskedReport {
  dataset: string;
  /** By qualified id. Default all of the dataset. */
  attributes?: readonly string[];
  from: number;
  to: number;
}

export const reportJobs: StoreKey<{ jobs: Map<string, ReportJob>; random: Random; toFail: number }> = {
  name: 'report jobs',
  init: ({ settings }) => ({ jobs: new Map(), random: createRandom(settings.seed, 'report jobs'), toFail: 0 }),
};

const mostPending = 5;
const day = 86_400;

/** Begins a job, of what there is now. Throws the 400 of what can't be asked for, and the 429 where too many have not ended. */
export function startReport(store: Store, asked: AskedReport, version: number): ReportJob {
  const dataset = datasets.find(({ id }) => id === asked.dataset);
  if (!dataset) throw badRequest(`${asked.dataset} is not a valid dataset_id`);
  const attributes = asked.attributes ?? dataset.attributes.map(({ qualified_id }) => qualified_id);
  const wrong = attributes.filter((id) => !dataset.attributes.some(({ qualified_id }) => qualified_id === id));
  if (wrong.length > 0) throw badRequest(`attribute_ids invalid for ${dataset.id} dataset: ${wrong.join(', ')}`);
  if (asked.from < store.seconds() - store.settings.reportingReachDays * day)
    throw badRequest("start_time is out of the workspace's reporting data retention period");
  const held = store.get(reportJobs);
  if ([...held.jobs.values()].filter((job) => !hasEnded(store, job)).length >= mostPending) {
    throw apiError(429, 'rate_limit_exceeded', 'Exceeded rate limit of 5 pending reporting dataset export jobs');
  }
  const job = {
    id: held.random.hex(24),
    startedAt: store.seconds(),
    fails: held.toFail > 0,
    text: textOf(store, dataset, { ...asked, attributes }, version),
  };
  if (job.fails) held.toFail--;
  held.jobs.set(job.id, job);
  return job;
}

/** Columns are called by their short ids, also where two have the same. */
function textOf(
  store: Store,
  dataset: ReportDataset,
  { attributes, from, to }: Required<AskedReport>,
  version: number,
): string {
  return csvText(attributes, dataset.rows(store, { from, to }, version), attributes.map(shortId));
}

export const badRequest = (message: string) => apiError(400, 'bad_request', message);
