/** Collections that come as files: a job is asked for, waited for, and what came of it is downloaded and read row by row. */
import { ConnectorError } from '../../core/errors.ts';
import type { Range } from '../../core/ranges.ts';
import type { Body } from '../http/response.ts';
import { downloadedRows } from './export-download.ts';
import { createEarlyJobs } from './export-early.ts';
import type { ExportPart } from './export-parts.ts';
import { beginJob, type ExportRequests, endOfJob } from './export-run.ts';
import { nowOf } from './now.ts';
import type { Entity, Page, ReadContext, Reader } from './reader.ts';

export interface ExportJob<Row extends Entity> extends ExportRequests {
  /** What a range is asked for in, the oldest first. `now`: unix seconds. */
  parts(range: Range, now: number): ExportPart[];
  /** What asks for a part. */
  ask(part: ExportPart): Body;
  /** The rows of a downloaded file, in batches. Rejects where it is damaged: what was yielded may then be true. */
  rows(file: string): AsyncGenerator<Row[]>;
  /** Whether a row that came with the export of a part is of it, and not of the one that follows. Default: all are. */
  isOf?(row: Row, part: ExportPart): boolean;
  /** An export has no more rows than this, and does not say that there are more: the part is then asked for in the smaller ones. */
  limit?: { rows: number; smaller(part: ExportPart): ExportPart[] | undefined };
  /** How many jobs one read may have: while one is waited for, those of the parts behind it run too. Default 1. */
  atOnce?: number;
  /** What is asked for in place of a part that is refused (details: status); undefined where that is a failure. `now`: unix seconds. */
  inPlaceOf?(part: ExportPart, refusal: ConnectorError, now: number): ExportPart[] | undefined;
}

/** Jobs that are asked for in all before a part is given up. */
const mostJobs = 3;

/**
 * Reads a collection by export jobs, part by part; each part read to its end is a position. The entities are the rows of the files. Jobs are
 * never cancelled. Temporary files are gone once it has ended.
 */
export const exportJob = <Row extends Entity>(kind: ExportJob<Row>): Required<Pick<Reader, 'read' | 'count'>> => ({
  count: async () => Number.NaN,
  async *read(context, range) {
    const now = nowOf(context);
    const parts = kind.parts(range, now);
    const early = createEarlyJobs(context.client, kind);
    for (let part = parts.shift(); part; part = parts.shift()) {
      const begun = { early: early.of(part), onBegun: () => early.begin(parts) };
      const others = yield* readWhole(context, kind, part, { ...begun, now });
      if (others) parts.unshift(...others);
      // Of a part in whose place nothing is asked for there is nothing.
      if (!others || others.length === 0) yield { entities: [], position: part.to };
    }
  },
});

interface Begun {
  /** The part's job where it was begun before. */
  early: Promise<Body | undefined> | undefined;
  /** Called once the part's job has begun. */
  onBegun(): void;
}

/** Reads a part to its end; what is to be read in its place where it can't be. */
async function* readWhole<Row extends Entity>(
  context: ReadContext,
  kind: ExportJob<Row>,
  part: ExportPart,
  { now, ...begun }: Begun & { now: number },
): AsyncGenerator<Page, ExportPart[] | undefined> {
  try {
    const rows = yield* readPart(context, kind, part, begun);
    if (kind.limit === undefined || rows < kind.limit.rows) return undefined;
  } catch (error) {
    const isRefusal = error instanceof ConnectorError && error.code === 'request_refused';
    const others = isRefusal ? kind.inPlaceOf?.(part, error, now) : undefined;
    if (!others) throw error;
    context.log('info', `The export of ${textOf(part)} is refused: ${(error as Error).message}`);
    return others;
  }
  const smaller = kind.limit.smaller(part);
  if (!smaller) throw tooMuch(part);
  context.log('info', `The export of ${textOf(part)} is as large as one may be: it is asked for in smaller parts.`);
  return smaller;
}

/** How many rows the part's export has. Where a job fails or what came of it is damaged or gone, another one is asked for. */
async function* readPart<Row extends Entity>(
  context: ReadContext,
  kind: ExportJob<Row>,
  part: ExportPart,
  { early, onBegun }: Begun,
): AsyncGenerator<Page, number> {
  for (let jobs = 1; ; jobs++) {
    try {
      const begun = (jobs === 1 ? await early : undefined) ?? (yield* beginJob(context, kind.enqueue, kind.ask(part)));
      onBegun();
      const id = yield* endOfJob(context, kind, begun);
      if (id === undefined) return 0;
      let count = 0;
      for await (const rows of downloadedRows(context.client, kind, id)) {
        count += rows.length;
        yield { entities: kind.isOf ? rows.filter((row) => kind.isOf?.(row, part)) : rows };
      }
      return count;
    } catch (error) {
      if (jobs === mostJobs || !isWorthAnother(error)) throw error;
      context.log('info', `${error.message} Another export is asked for.`);
    }
  }
}

/** What came of a job lives for some days; after that the download answers 404. */
const isWorthAnother = (error: unknown): error is ConnectorError =>
  error instanceof ConnectorError && (error.code === 'not_found' || error.details.job !== undefined);

const tooMuch = (part: ExportPart) =>
  new ConnectorError('request_refused', `The export of ${textOf(part)} has more rows than Intercom gives.`, {
    hint: 'Report it: there is no shorter time to ask for.',
  });

const textOf = ({ from, to, until }: ExportPart): string =>
  `what is from ${dateOf(from)} to ${dateOf(Math.min(to, until))}`;

const dateOf = (seconds: number): string => new Date(seconds * 1000).toISOString().replace('.000', '');
