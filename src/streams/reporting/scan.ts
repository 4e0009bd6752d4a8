/** The walks over a dataset: by time where its rows have a key, else whole. */
import { ConnectorError } from '../../core/errors.ts';
import type { Row } from '../../core/events.ts';
import { type ExportJob, exportJob } from '../../intercom/readers/export-job.ts';
import { type ExportPart, evenParts, wholePart } from '../../intercom/readers/export-parts.ts';
import { createSeen } from '../../intercom/readers/seen.ts';
import type { Scan } from '../stream.ts';
import { type ReportAccess, reportRequests } from './access.ts';
import type { DatasetColumn } from './columns.ts';
import type { Dataset } from './dataset.ts';
import { datasetRows } from './table.ts';

const day = 86_400;

/** Less an hour, since what is a moment older is refused. Reports reach back two years, or three where more was bought. */
const usualReach = 730 * day - 3600;
const longestReach = 1095 * day - 3600;

/** A part that was read is not read again where a run is broken off. */
const longestPart = 100 * day;

/**
 * Rows go by when their subject began, and change with all that happens to it: no document says for how long. What changes later than this
 * is found by a full refresh.
 */
const lookback = 90 * day;

/** The column that counts the rows of a dataset in which nothing names one. */
export const rowNumber = '_row_number';

export interface DatasetScan {
  name: string;
  dataset: Dataset;
  columns: readonly DatasetColumn[];
  access: ReportAccess;
}

/** Read by the time of the reports, in jobs of a hundred days, the oldest first. `key`: the column that names a row; `cursor`: the time's. */
export function keyedScan(given: DatasetScan, { key, cursor }: { key: string; cursor: string }): Scan {
  return {
    name: given.name,
    // What a job's range goes by need not be what a row tells: its rows are all of the range.
    cursor: { name: cursor, of: () => undefined },
    lookback,
    ...exportJob({
      ...jobsOf(given),
      parts: (range, now) => evenParts(range, { now, earliest: now - longestReach, longest: longestPart }),
      rows: (file) => eachOnce(datasetRows(file, given.columns, [key]), { key, dataset: given.dataset }),
    }),
  };
}

/** Read by one job in every sync: what lies on the bound of two could be in both. */
export function wholeScan(given: DatasetScan): Scan {
  const { read } = exportJob({
    ...jobsOf(given),
    parts: (range, now) => wholePart(range, { now, earliest: now - longestReach }),
    rows: (file) => numbered(() => datasetRows(file, given.columns)),
  });
  return { name: given.name, read };
}

/** From a second earlier on, since what lies on a bound may be left out. */
const jobsOf = ({ dataset, columns, access }: DatasetScan): Omit<ExportJob<Row>, 'parts' | 'rows'> => ({
  ...reportRequests(access),
  // Of five that there may be in all.
  atOnce: 3,
  ask: ({ from, until }) => ({
    dataset_id: dataset.id,
    attribute_ids: columns.map(({ attribute }) => attribute.qualifiedId),
    start_time: Math.max(0, from - 1),
    end_time: until,
  }),
  inPlaceOf: (part, { details }, now) =>
    details.status === 400 || details.status === 422 ? withinReach(part, now - usualReach) : undefined,
});

/** What of a part reports reach back to; undefined where they do to all of it. */
function withinReach(part: ExportPart, begin: number): ExportPart[] | undefined {
  if (part.from >= begin) return undefined;
  return part.until <= begin ? [] : [{ ...part, from: begin }];
}

/** That a key names one row is our assumption: a row that another one would replace fails the stream. */
async function* eachOnce(
  batches: AsyncGenerator<Row[]>,
  { key, dataset }: { key: string; dataset: Dataset },
): AsyncGenerator<Row[]> {
  const seen = createSeen();
  for await (const rows of batches) {
    for (const row of rows) {
      const id = row[key];
      if (id === null) throw unclear(dataset, `a row without ${key}`);
      if (seen.note(String(id), hashOf(row)) === 'changed') throw unclear(dataset, `two rows of one ${key}`);
    }
    yield rows;
  }
}

/** 31 bits: what `Seen` holds beside an id. */
function hashOf(row: Row): number {
  let hash = 0;
  for (const value of Object.values(row)) {
    const text = String(value);
    for (let i = 0; i < text.length; i++) hash = (Math.imul(hash, 31) + text.charCodeAt(i)) | 0;
    hash = Math.imul(hash ^ 0x2c, 2_654_435_761);
  }
  return hash & 0x7fff_ffff;
}

const unclear = (dataset: Dataset, what: string) =>
  new ConnectorError('request_refused', `The dataset ${dataset.id} of Intercom's reports has ${what}.`, {
    hint: 'Report it: what names a row of it is something else.',
  });

/** Only of a file that is whole: of another one's rows those beyond its end would stay. */
async function* numbered(read: () => AsyncGenerator<Row[]>): AsyncGenerator<Row[]> {
  for await (const _ of read());
  let count = 0;
  for await (const rows of read()) yield rows.map((row) => ({ [rowNumber]: ++count, ...row }));
}
