/** Exports of messages: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/data-export */

import type { ExportRow } from '../../intercom/readers/export-archive.ts';
import { exportJob } from '../../intercom/readers/export-job.ts';
import type { Entity } from '../../intercom/readers/reader.ts';
import type { Scan } from '../stream.ts';
import { secondsOf } from './times.ts';

const day = 86_400;

/** Intercom was founded in that year. */
const earliest = Date.UTC(2011) / 1000;

/** An export is of what was sent in a time. People open and click later, and answer a survey after weeks. */
const lookback = 31 * day;

/** Whether a row is of the file of this name, which the reference gives in the singular and in the plural. */
export function isOf(file: string): (row: Entity) => row is ExportRow {
  const plural = `${file}s`;
  return (row): row is ExportRow => row.file === file || row.file === plural;
}

export const isReceipt = isOf('receipt');

/** Of what happened to a message later, a row does not say when it was sent. */
const sentAt = (row: Entity): number | undefined => (isReceipt(row) ? secondsOf(row.cells.received_at) : undefined);

/** One job feeds all streams that show a file of it. */
export const messageExportScan: Scan = {
  name: 'message_exports',
  cursor: { name: 'received_at', of: sentAt },
  lookback,
  ...exportJob({
    enqueue: '/export/content/data',
    job: (id) => `/export/content/data/${encodeURIComponent(id)}`,
    download: (id) => `/download/content/data/${encodeURIComponent(id)}`,
    sentAt,
    earliest,
    overlap: lookback,
  }),
};
