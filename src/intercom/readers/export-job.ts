/** Collections that come as files: a job is asked for, waited for, and what came of it is downloaded and read row by row. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { ConnectorError } from '../../core/errors.ts';
import { temporaryFileFailed } from '../../core/temporary-file.ts';
import { archiveRows, type ExportRow } from './export-archive.ts';
import { type ExportPart, smallerParts, wholePart } from './export-parts.ts';
import { type ExportEndpoints, runJob } from './export-run.ts';
import type { Page, ReadContext, Reader } from './reader.ts';

export interface ExportJob extends ExportEndpoints {
  /** When what the row is about was sent, unix seconds; undefined where the row does not say. */
  sentAt(row: ExportRow): number | undefined;
  /** Unix seconds: nothing was sent before. */
  earliest: number;
  /** Seconds for which what happens after the sending is waited for, where not all of it can come in one export. */
  overlap: number;
  /** An export has no more rows than this, and does not say that there are more. Default 10 million. */
  mostRows?: number;
}

/** Jobs that are asked for in all before a part is given up. */
const mostJobs = 3;

/** Seconds by which the time that a row tells may be later than the one that the job goes by. */
const slack = 3600;

/**
 * Reads a collection by export jobs: in one, or in parts where that has as many rows as an export may have. The entities are
 * `ExportRow`s. Jobs are never cancelled. Temporary files are gone once it has ended.
 */
export const exportJob = (kind: ExportJob): Required<Pick<Reader, 'read' | 'count'>> => ({
  count: async () => Number.NaN,
  async *read(context, range) {
    const { mostRows = 10_000_000, earliest, overlap } = kind;
    const now = nowOf(context);
    const whole = wholePart(range, { now, earliest });
    const parts = whole ? [whole] : [];
    for (let part = parts.shift(); part; part = parts.shift()) {
      const rows = yield* readPart(context, kind, part);
      if (rows < mostRows) {
        yield { entities: [], position: part.to };
        continue;
      }
      const smaller = smallerParts(part, overlap);
      if (!smaller) throw tooMuch(part);
      context.log('info', `The export of ${textOf(part)} is as large as one may be: it is asked for in smaller parts.`);
      parts.unshift(...smaller);
    }
  },
});

/** Unix seconds. What has settled by the run's own account has been sent, whatever the server says now. */
const nowOf = ({ client, settledBefore }: ReadContext): number => {
  const now = Math.floor(client.serverNow() / 1000);
  return Number.isFinite(settledBefore) ? Math.max(now, settledBefore) : now;
};

/** How many rows the part's export has. Where a job fails or what came of it is damaged or gone, another one is asked for. */
async function* readPart(context: ReadContext, kind: ExportJob, part: ExportPart): AsyncGenerator<Page, number> {
  const asked = { created_at_after: part.from, created_at_before: part.until };
  for (let jobs = 1; ; jobs++) {
    try {
      const id = yield* runJob(context, kind, asked);
      return id === undefined ? 0 : yield* downloaded(context, kind, { id, part });
    } catch (error) {
      if (jobs === mostJobs || !isWorthAnother(error)) throw error;
      context.log('info', `${error.message} Another export is asked for.`);
    }
  }
}

async function* downloaded(
  { client }: ReadContext,
  { download, sentAt }: ExportJob,
  { id, part }: { id: string; part: ExportPart },
): AsyncGenerator<Page, number> {
  // What belongs to the next part comes with that one, and with all that has happened to it.
  const isOfPart = (row: ExportRow) => (sentAt(row) ?? part.from) < part.to + slack;
  const folder = temporaryFolder();
  try {
    const file = join(folder, 'export.zip');
    await client.download(download(id), file);
    let count = 0;
    for await (const rows of tellingDamage(archiveRows(file))) {
      count += rows.length;
      yield { entities: rows.filter(isOfPart) };
    }
    return count;
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

function temporaryFolder(): string {
  try {
    return mkdtempSync(join(tmpdir(), 'source-intercom-'));
  } catch (error) {
    throw temporaryFileFailed(error as Error);
  }
}

async function* tellingDamage<T>(rows: AsyncGenerator<T>): AsyncGenerator<T> {
  try {
    yield* rows;
  } catch (error) {
    const cause = error as Error;
    throw new ConnectorError('api_unavailable', `An export of Intercom's can't be read: ${cause.message}`, {
      hint: 'Run it again later; if it stays so, report it.',
      cause,
      details: { job: 'damaged' },
    });
  }
}

/** What came of a job lives two days; after that the download answers 404. */
const isWorthAnother = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError && (error.code === 'not_found' || error.details.job !== undefined);

const tooMuch = (part: ExportPart) =>
  new ConnectorError('request_refused', `The export of ${textOf(part)} has more rows than Intercom gives.`, {
    hint: 'Report it: there is no shorter time to ask for.',
  });

const textOf = ({ from, to, until }: ExportPart): string =>
  `what was sent from ${dateOf(from)} to ${dateOf(Math.min(to, until))}`;

const dateOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');
