/** When to let out a checkpoint: after so many rows, after so much time, and at the end. */
import type { Clock } from '../core/clock.ts';
import type { Event } from '../core/events.ts';
import { type StreamRun, stateOf } from './stream-run.ts';
import type { Tuning } from './tuning.ts';

/** A platform takes a source for dead that says nothing for long: without news, the last states are told again. */
const heartbeatMs = 60_000;

const hasPosition = ({ stream }: StreamRun): boolean => stream.cursor !== undefined;

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
  settledBefore: number;
  tuning: Tuning;
  clock: Clock;
  emit(event: Event): Promise<void>;
}): Checkpoints {
  const { runs, settledBefore, tuning, clock, emit } = options;
  const written = new Map<StreamRun, string>();
  let heardAt = clock.elapsed();
  let rows = 0;
  let writtenAt = clock.elapsed();
  // One at a time: of two that wait for room, the older might go out after the newer.
  let writing: Promise<void> = Promise.resolve();

  const write = async () => {
    // Rows need a state behind them, even if it is the one before: those of the settling time move nothing.
    const silent = rows === 0 && clock.elapsed() - heardAt < heartbeatMs;
    rows = 0;
    writtenAt = clock.elapsed();
    const states = runs
      .filter(hasPosition)
      .map((run) => ({ run, state: stateOf(run, settledBefore) }))
      .filter(({ run, state }) => !silent || written.get(run) !== JSON.stringify(state));
    if (states.length === 0) return;
    heardAt = writtenAt;
    for (const { run, state } of states) written.set(run, JSON.stringify(state));
    await emit({ type: 'checkpoint', states: states.map(({ run, state }) => ({ stream: run.stream.name, state })) });
  };

  return {
    count(more) {
      rows += more;
    },
    due() {
      if (rows >= tuning.checkpointRows || clock.elapsed() - writtenAt >= tuning.checkpointMs) {
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
      const ended = runs.filter((run) => !hasPosition(run) && !run.failure);
      if (ended.length === 0) return;
      await emit({
        type: 'checkpoint',
        states: ended.map((run) => ({ stream: run.stream.name, state: stateOf(run, settledBefore) })),
      });
    },
  };
}
