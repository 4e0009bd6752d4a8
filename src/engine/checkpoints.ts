/** When to let out a checkpoint: after so many rows, after so much time, and at the end; never the same one twice. */
import type { Clock } from '../clock.ts';
import type { Event } from '../events.ts';
import type { Pace } from './scan.ts';
import { type StreamRun, stateOf } from './stream-run.ts';

export interface Checkpoints {
  /** So many rows are out. */
  count(rows: number): void;
  /** Lets out a checkpoint if it is time. */
  due(): Promise<void>;
  /** Lets out the last one, also of a run that was stopped. */
  last(): Promise<void>;
  /** All is out: lets out the one state of each stream without a cursor. */
  ended(): Promise<void>;
}

export function createCheckpoints(options: {
  runs: readonly StreamRun[];
  settled: number;
  pace: Pace;
  clock: Clock;
  emit(event: Event): Promise<void>;
}): Checkpoints {
  const { runs, settled, pace, clock, emit } = options;
  const written = new Map<StreamRun, string>();
  let rows = 0;
  let writtenAt = clock.elapsed();
  // One at a time: of two that wait for room, the older might go out after the newer.
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    rows = 0;
    writtenAt = clock.elapsed();
    const states = runs
      .filter((run) => run.stream.scan.cursor)
      .map((run) => ({ run, state: stateOf(run, settled) }))
      .filter(({ run, state }) => written.get(run) !== JSON.stringify(state));
    if (states.length === 0) return;
    for (const { run, state } of states) written.set(run, JSON.stringify(state));
    await emit({ type: 'checkpoint', states: states.map(({ run, state }) => ({ stream: run.stream.name, state })) });
  };

  return {
    count(more) {
      rows += more;
    },
    due() {
      if (rows >= pace.checkpointRows || clock.elapsed() - writtenAt >= pace.checkpointMs) {
        writing = writing.then(write);
        return writing;
      }
      return Promise.resolve();
    },
    last() {
      writing = writing.then(write);
      return writing;
    },
    async ended() {
      const ended = runs.filter((run) => !run.stream.scan.cursor && !run.failure);
      if (ended.length === 0) return;
      await emit({
        type: 'checkpoint',
        states: ended.map((run) => ({ stream: run.stream.name, state: stateOf(run, settled) })),
      });
    },
  };
}
