/** What is verified together: a stream, and those of what is inside its records. */
import type { Connection } from '../connection.ts';
import { createConverters } from '../engine/convert.ts';
import type { ReadContext } from '../intercom/readers/reader.ts';
import type { Scan, Stream } from '../streams/stream.ts';
import type { DeletionCheck } from '../sync/deletion-check.ts';
import type { Difference } from './difference.ts';
import type { Stored } from './stored.ts';

export interface Unit {
  scan: Scan;
  /** The stream of the records; undefined where only streams of what is inside them are stored. */
  top?: Stream;
  streams: readonly Stream[];
  /** Unix seconds: what changed from then on is the next sync's to bring. */
  horizon: number;
  /** Unix seconds: what changed before was not wanted. */
  since: number;
}

/** How many records are drawn to be compared by value, and by which seed. */
export interface Sample {
  count: number | 'all';
  seed: string;
}

export interface VerifyContext {
  stored: Stored;
  read: ReadContext;
  check: DeletionCheck;
  sample: Sample;
  /** Records in a window, about. */
  windowSize: number;
  /** Whether records that are deleted or merged leave the tables. */
  appliesDeletions: boolean;
}

/** What is found of a unit, while it is. */
export interface Finding {
  windows: number;
  windowsRead: number;
  /** By stream: rows of records compared by value. */
  records: Map<string, number>;
  moved: Set<string>;
  /** See `StreamVerdict`. */
  vanished: Set<string>;
  /** Rows that show other objects as they were when the record changed. */
  borrowed: Set<string>;
  differences: Difference[];
  notes: Set<string>;
}

export const emptyFinding = (): Finding => ({
  windows: 0,
  windowsRead: 0,
  records: new Map(),
  moved: new Set(),
  vanished: new Set(),
  borrowed: new Set(),
  differences: [],
  notes: new Set(),
});

/** What a unit is read with. */
export const readContextOf = (
  { session, clock, signal }: Connection,
  { horizon }: Unit,
  log: ReadContext['log'],
): ReadContext => ({
  client: session.client.with({ signal }),
  clock,
  filters: [],
  settledBefore: horizon,
  signal,
  log,
});

export const convertersOf = ({ log }: ReadContext) => createConverters(log);
