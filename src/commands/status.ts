/** status: how fresh the tables are, from what is kept of the runs beside them. */
import { ConnectorError } from '../core/errors.ts';
import { readRuns } from '../destinations/index.ts';
import type { RunHistory } from '../destinations/runs.ts';
import { type Status, statusText } from '../terminal/status.ts';

export interface StatusOptions {
  /** As `sync` takes it. */
  to: string;
  schema?: string;
  json?: boolean;
  /** Seconds. */
  maxAge?: number;
}

/** Shows it, and sets the exit code: 1 where streams are older than `maxAge`. Rejects where nothing can be read. */
export async function status(options: StatusOptions, { now = Date.now } = {}): Promise<void> {
  const history = await readRuns(options.to, { schema: options.schema });
  const shown = statusOf(history, { now: now() / 1000, maxAge: options.maxAge });
  process.stdout.write(
    options.json
      ? `${JSON.stringify(statusJson(shown, history), null, 2)}\n`
      : statusText(shown, { width: process.stdout.columns ?? 100 }),
  );
  if (shown.limit?.tooOld.length) process.exitCode = 1;
  if (options.maxAge !== undefined && !history.last)
    throw new ConnectorError('destination_unusable', `No run is kept in ${history.location}.`, {
      hint: 'Sync once more: how fresh it is is known from then on.',
    });
}

/** What is to be shown at a moment, unix seconds. */
export function statusOf(
  { location, workspace, last, streams: kept }: RunHistory,
  { now, maxAge }: { now: number; maxAge?: number | undefined },
): Status {
  const streams = kept.map(({ stream, ...one }) => ({ name: stream, ...one }));
  const tooOld = (age: number) =>
    streams
      .filter(({ inLastRun, completeAt }) => inLastRun && (completeAt === undefined || now - completeAt > age))
      .map(({ name }) => name);
  return {
    location,
    workspace,
    now,
    ...(last && { last }),
    streams,
    ...(maxAge !== undefined && last && { limit: { maxAge, tooOld: tooOld(maxAge) } }),
  };
}

/** One object, for programs. Times are ISO 8601; what is not known is null. */
export function statusJson({ now, limit }: Status, { location, workspace, last, streams }: RunHistory): object {
  const { ended } = last ?? {};
  return {
    location,
    workspace,
    at: isoOf(now),
    last_run: last
      ? {
          id: last.id,
          mode: last.mode,
          version: last.version,
          outcome: last.outcome,
          started_at: isoOf(last.at),
          ended_at: isoOf(ended?.at),
          seconds: ended ? Math.round((ended.at - last.at) * 1_000) / 1_000 : null,
          requests: ended?.requests ?? null,
          warnings: ended?.warnings ?? [],
          error: ended?.error ?? null,
        }
      : null,
    streams: streams.map((one) => ({
      stream: one.stream,
      in_last_run: one.inLastRun,
      mode: one.mode ?? null,
      outcome: one.outcome,
      rows_new: one.rows?.added ?? null,
      rows_updated: one.rows?.updated ?? null,
      rows_deleted: one.rows?.deleted ?? null,
      rows_total: one.rows?.total ?? null,
      newest_at: isoOf(one.newestAt),
      newest_age_seconds: ageAt(now, one.newestAt),
      complete_at: isoOf(one.completeAt),
      complete_age_seconds: ageAt(now, one.completeAt),
      warnings: one.warnings,
      error: one.error ?? null,
    })),
    max_age_seconds: limit?.maxAge ?? null,
    too_old: limit?.tooOld ?? [],
  };
}

const isoOf = (seconds: number | undefined): string | null =>
  seconds === undefined ? null : new Date(seconds * 1000).toISOString();

const ageAt = (now: number, at: number | undefined): number | null => (at === undefined ? null : Math.floor(now - at));
