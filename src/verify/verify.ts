/** Verifies that a destination holds what the workspace has, stream by stream. Writes nothing. */
import type { Connection } from '../connection.ts';
import { asConnectorError, explain } from '../core/errors.ts';
import { version } from '../core/version.ts';
import type { Reading } from '../destinations/reading.ts';
import type { RunHistory } from '../destinations/runs.ts';
import { type Stream, timeCursorOf } from '../streams/stream.ts';
import { createDeletionCheck } from '../sync/deletion-check.ts';
import type { Difference, StreamVerdict } from './difference.ts';
import type { Verification } from './receipt.ts';
import { verifySearched } from './searched.ts';
import { asText, name, openStored, type Stored } from './stored.ts';
import { type Finding, readContextOf, type Sample, type Unit, type VerifyContext } from './unit.ts';
import { unitsOf } from './units.ts';
import { verifyWhole } from './whole.ts';

export interface VerifyOptions {
  connection: Connection;
  reading: Reading;
  history: RunHistory;
  /** Those to verify, of what is stored. */
  streams: readonly Stream[];
  sample: Sample;
  /** Stored records in a window, about. Default 1,500: ten pages. */
  windowSize?: number;
}

export interface Verified {
  verification: Verification;
  /** What was verified together. */
  units: readonly Unit[];
}

/** Rejects where nothing can be compared at all; what goes wrong with a stream is in its verdict. */
export async function verify(options: VerifyOptions): Promise<Verified> {
  const { connection, reading, history, streams, sample, windowSize = 1_500 } = options;
  const { session, registry } = connection;
  const begun = connection.requests();
  const stored = await openStored(reading);
  const { units, left } = unitsOf(
    streams.filter(({ name: table }) => stored.columns.has(table)),
    {
      stored,
      history,
      now: session.startedAt,
    },
  );
  const verdicts: StreamVerdict[] = left.map(({ stream, why }) => ({ ...nothing(stream), why }));
  for (const unit of units) {
    const notes = new Set<string>();
    const read = readContextOf(connection, unit, (level, message) => level === 'warn' && notes.add(message));
    const check = createDeletionCheck(unit.streams, registry, read.client);
    const context = { stored, read, check, sample, windowSize, appliesDeletions: connection.emitDeletions !== false };
    verdicts.push(
      ...(await verifyUnit(unit, context, { notes, now: session.startedAt, requests: connection.requests })),
    );
  }
  const order = new Map(streams.map((stream, i) => [stream.name, i]));
  const verification: Verification = {
    workspace: { id: session.workspace.id, name: session.workspace.name },
    location: reading.location,
    at: session.startedAt,
    version,
    sample: sample.count,
    seed: sample.seed,
    requests: connection.requests() - begun,
    streams: verdicts.sort((a, b) => order.get(a.stream)! - order.get(b.stream)!),
  };
  return { verification, units };
}

async function verifyUnit(
  unit: Unit,
  context: VerifyContext,
  { notes, now, requests }: { notes: Set<string>; now: number; requests(): number },
): Promise<StreamVerdict[]> {
  const before = requests();
  const { top } = unit;
  let finding: Finding;
  try {
    finding =
      top && unit.scan.count ? await verifySearched({ ...unit, top }, context) : await verifyWhole(unit, context);
    for (const stream of unit.streams)
      finding.differences.push(
        ...(await duplicatesOf(stream, context.stored)),
        ...positionOf(stream, context.stored, now),
      );
  } catch (thrown) {
    const error = asConnectorError(thrown);
    if (error.code === 'stopped' || error.code === 'internal' || error.code === 'token_refused') throw error;
    const spent = requests() - before;
    return unit.streams.map(({ name: stream }, i) => ({
      ...nothing(stream),
      verdict: 'failed',
      why: explain(error),
      requests: i === 0 ? spent : 0,
    }));
  }
  const spent = requests() - before;
  return unit.streams.map(({ name: stream }, i) => {
    const differences = distinct(finding.differences.filter((one) => one.stream === stream));
    return {
      ...nothing(stream),
      verdict: differences.length > 0 ? 'differs' : 'sound',
      records: finding.records.get(stream) ?? 0,
      differences,
      ...(i === 0 && {
        windows: finding.windows,
        windowsRead: finding.windowsRead,
        movedSince: finding.moved.size,
        vanished: [...finding.vanished],
        requests: spent,
        notes: [...finding.notes, ...notes],
      }),
    };
  });
}

const nothing = (stream: string): StreamVerdict => ({
  stream,
  verdict: 'not compared',
  windows: 0,
  windowsRead: 0,
  records: 0,
  movedSince: 0,
  vanished: [],
  requests: 0,
  differences: [],
  notes: [],
});

/** Several ways may lead to one difference. */
const distinct = (differences: readonly Difference[]): Difference[] => [
  ...new Map(differences.map((one) => [JSON.stringify([one.kind, one.parent, one.key]), one])).values(),
];

/** Rows that are stored more than once. */
async function duplicatesOf({ name: stream, primaryKey, parent }: Stream, { ask }: Stored): Promise<Difference[]> {
  const key = primaryKey.map(name).join(', ');
  const of = parent ? `max(${asText(parent.column)})` : 'NULL';
  const rows = await ask(
    `SELECT ${of}, ${primaryKey.map(asText).join(', ')} FROM ${name(stream)} GROUP BY ${key} HAVING count(*) > 1`,
  );
  return rows.map(([record, ...values]) => ({
    stream,
    kind: 'duplicate',
    key: values,
    ...(parent && { parent: String(record) }),
  }));
}

function positionOf(stream: Stream, { states }: Stored, now: number): Difference[] {
  const cursor = timeCursorOf(stream);
  const low = cursor === undefined ? undefined : states.get(stream.name)?.state?.[cursor];
  return typeof low === 'number' && low > now ? [{ stream: stream.name, kind: 'position', key: [low] }] : [];
}
