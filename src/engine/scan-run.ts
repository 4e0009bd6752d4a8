/** One scan within one run, with all that its reading depends on. */
import type { Event } from '../core/events.ts';
import type { ReadContext } from '../intercom/readers/reader.ts';
import type { Scan } from '../streams/stream.ts';
import type { Checkpoints } from './checkpoints.ts';
import type { RowMaker } from './rows.ts';
import type { StreamRun } from './stream-run.ts';
import type { Tuning } from './tuning.ts';

export interface ScanRun {
  scan: Scan;
  runs: StreamRun[];
  context: Omit<ReadContext, 'filters'>;
  rows: RowMaker;
  tuning: Tuning;
  /** How busy this process is, 0 to 1. */
  utilization(): number;
  checkpoints: Checkpoints;
  /** Lets an event out; resolves when there was room for it. */
  emit(event: Event): Promise<void>;
}
