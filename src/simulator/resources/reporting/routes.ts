/** @see https://developers.intercom.com/docs/references/rest-api/api.intercom.io/reporting-data-export */
import { gzipSync } from 'node:zlib';
import { notFound } from '../../engine/api-error.ts';
import { type PackedFile, tarArchive, zipArchive } from '../../engine/archive.ts';
import { hasEnded, hasExpired, jobJson } from '../../engine/export-job.ts';
import { isObject, type JsonObject } from '../../engine/json.ts';
import type { Call, Route } from '../../engine/route.ts';
import { shortId } from './dataset.ts';
import { datasets } from './datasets.ts';
import { type AskedReport, badRequest, type ReportJob, reportJobs, startReport } from './jobs.ts';

const asked = { scope: 'export_reporting_data', since: '2.14' };

export const routes: Route[] = [
  { method: 'GET', path: '/export/reporting_data/get_datasets', ...asked, respond: () => listed() },
  {
    method: 'POST',
    path: '/export/reporting_data/enqueue',
    ...asked,
    respond: ({ store, body, version }) => jobJson(store, startReport(store, reportIn(body), version), 'pending'),
  },
  {
    method: 'GET',
    path: '/export/reporting_data/:id',
    ...asked,
    respond(call) {
      const { store, url, query, settings } = call;
      if (settings.reportingClientId !== null) {
        needWorkspace(call);
        if (query('client_id') !== settings.reportingClientId) throw badRequest("'client_id' is a required parameter");
      }
      const job = jobOf(call);
      const status = statusOf(call, job);
      const file = `${url.origin}/download/reporting_data/${job.id}`;
      return jobJson(store, job, status, status === 'complete' ? file : undefined);
    },
  },
  {
    method: 'GET',
    path: '/download/reporting_data/:id',
    ...asked,
    file(call) {
      if (call.settings.reportingClientId !== null) needWorkspace(call);
      const job = jobOf(call);
      if (statusOf(call, job) !== 'complete' || hasExpired(call.store, job)) throw noJob(job.id);
      return filesAs[call.settings.reportingFile]({ name: 'report.csv', text: job.text });
    },
  },
];

const filesAs: Record<Call['settings']['reportingFile'], (file: PackedFile) => Uint8Array<ArrayBuffer>> = {
  csv: ({ text }) => Uint8Array.from(Buffer.from(text)),
  gzip: ({ text }) => Uint8Array.from(gzipSync(text)),
  tgz: (file) => Uint8Array.from(gzipSync(tarArchive([file]))),
  zip: (file) => zipArchive([file]),
};

const listed = (): JsonObject => ({
  type: 'list',
  data: datasets.map(({ id, name, description, time, attributes }) => ({
    id,
    name,
    description,
    default_time_attribute_id: shortId(time),
    attributes: attributes.map(({ qualified_id, name }) => ({ id: shortId(qualified_id), qualified_id, name })),
  })),
});

function reportIn(body: Call['body']): AskedReport {
  const given = isObject(body) ? body : {};
  for (const name of ['dataset_id', 'attribute_ids', 'start_time', 'end_time'])
    if (given[name] === undefined) throw badRequest(`'${name}' is a required parameter`);
  const { dataset_id: dataset, attribute_ids: attributes, start_time: from, end_time: to } = given;
  if (!Array.isArray(attributes)) throw badRequest("'attribute_ids' not an array must be of type Array");
  if (attributes.length === 0) throw badRequest('attribute_ids must contain at least one attribute_id');
  return { dataset: String(dataset), attributes: attributes.map(String), from: Number(from), to: Number(to) };
}

function needWorkspace({ query, settings }: Call): void {
  if (query('app_id') !== settings.workspaceId) throw badRequest("'app_id' is a required parameter");
}

const noJob = (id: string) => notFound(`Export job not found for identifier: ${id}`);

function jobOf({ store, param }: Call): ReportJob {
  const job = store.get(reportJobs).jobs.get(param('id'));
  if (!job) throw noJob(param('id'));
  return job;
}

function statusOf({ store }: Call, job: ReportJob): string {
  if (!hasEnded(store, job)) return 'pending';
  return job.fails ? 'failed' : 'complete';
}
