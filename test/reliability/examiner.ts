/** Watches one read event by event: keeps what it gives as a platform would, and collects all that is wrong with it. */
import type { Event, StreamState } from '../../src/core/events.ts';
import type { Ranges } from '../../src/core/ranges.ts';
import { isFeed, type Stream } from '../../src/streams/stream.ts';
import { oracleOf } from '../support/oracle/index.ts';
import { falseCheckpoint, incompleteSync, invalidRow, readRanges, repeated } from './checks.ts';
import { cursorValue, keyOf } from './keeper.ts';
import { hasLive, live } from './live.ts';
import { readable } from './readable.ts';
import type { Selection } from './selection.ts';
import { deniedTwice, type Stage } from './stage.ts';

export interface Examiner {
  readonly problems: string[];
  /** Streams that ended well, as far as the events that are kept say. */
  readonly complete: ReadonlySet<string>;
  take(event: Event): void;
  /** Keeps also what came after the last checkpoint. */
  keepRest(): void;
  /** The read came to its own end: what it owes is due. */
  ended(): void;
}

/** To be made when the read begins. */
export function createExaminer(stage: Stage, selection: readonly Selection[]): Examiner {
  const { scenario, keeper, states, clock, vanished, denied } = stage;
  const { start, lookback } = stage.times;
  const problems: string[] = [];
  const complete = new Set<string>();
  const byName = new Map(selection.map((one) => [one.name, one]));
  const number = stage.number();
  for (const { name, refresh } of selection) keeper.begin(name, refresh ?? number, refresh !== undefined);

  /** The state that says something of this read: a full refresh goes on from its own only. */
  const stateOf = ({ name, refresh }: Selection): StreamState | undefined => {
    const state = states.get(name);
    return refresh === undefined || state?.sync_id === refresh ? state : undefined;
  };
  const latest = new Map(selection.map((one) => [one.name, stateOf(one)]));
  const before = new Map(selection.map((one) => [one.name, repeatable(one.stream, stateOf(one))]));
  /** What need not be read again. A feed that is shown from an earlier date on is followed anew. */
  function repeatable(stream: Stream, state: StreamState | undefined): Ranges {
    // What was hidden has not changed since: all is read again.
    if (state?.without_tickets === true && !stage.hidesTickets) return [];
    return isFeed(stream.scan) && start < Number(state?.since ?? 0) ? [] : readRanges(stream, state);
  }
  /** What a state sets apart is asked for again. */
  const apart = new Map(selection.map((one) => [one.name, new Set(Object.keys(stateOf(one)?.suspected ?? {}))]));
  const beganAt = Math.floor((scenario.begin + clock.elapsed()) / 1000);
  const atBegin = new Map(
    selection.filter(({ name }) => hasLive(name)).map((one) => [one, live(one.name, readable(stage))] as const),
  );

  const pending: Event[] = [];
  const keep = () => {
    for (const event of pending.splice(0)) {
      keeper.take(event);
      if (event.type === 'status' && event.status === 'complete') complete.add(event.stream);
    }
  };

  const examineRows = ({ stream: name, rows }: Event & { type: 'records' }) => {
    const { stream } = byName.get(name)!;
    for (const row of rows) {
      problems.push(...invalidRow(stream, row, { untimed: scenario.simulator.deletedListManner === 'no-times' }));
      if (stream.fullSnapshot || !stream.cursor) continue;
      // What was asked for again, and what has appeared since, though its time has passed, or appears anew after a short pass.
      const hasAppeared =
        stateOf(byName.get(name)!)?.known_ids !== undefined &&
        (!keeper.kept(name).has(keyOf(stream, row)) || mayFallShort(scenario, name));
      const isApart = hasAppeared || apart.get(name)!.has(String(row[stream.parent?.column ?? 'id']));
      // A time that is told by more than the row's own; the row's own may have been shown falsely, as a later one.
      const { chosenBy } = oracleOf(name);
      const changedAt = typeof chosenBy === 'function' ? chosenBy(row, readable(stage)) : 0;
      const at = Math.max(cursorValue(row[stream.cursor]), changedAt);
      if (lookback === 0 && !looksBack(stream) && !isApart)
        problems.push(...repeated(stream, row, at, before.get(name)!));
      // From an older state it goes on where that ended, and what was set apart before is asked for again.
      if (states.get(name) === undefined && (stream.cursor === 'id' ? at / 1000 : at) < start)
        problems.push(`${name} has a row of before the start date`);
    }
  };

  const examineStates = (event: Event & { type: 'checkpoint' }) => {
    for (const { stream: name, state } of event.states) {
      const { stream, refresh } = byName.get(name)!;
      const previous = latest.get(name);
      problems.push(
        ...falseCheckpoint({
          stream,
          state,
          previous,
          keeper,
          workspace: readable(stage),
          refresh,
          vanished,
          denied: deniedTwice(denied),
        }),
      );
      latest.set(name, state);
      states.set(name, state);
    }
  };

  return {
    problems,
    complete,
    keepRest: keep,
    take(event) {
      pending.push(event);
      if (event.type === 'records') examineRows(event);
      if (event.type !== 'checkpoint') return;
      keep();
      examineStates(event);
    },
    ended() {
      keep();
      const lag = scenario.simulator.indexingLagSeconds ?? 0;
      const shownBefore = lag === 0 ? Number.POSITIVE_INFINITY : beganAt - lag;
      for (const [{ name, stream, refresh }, begun] of atBegin) {
        // Memberships come and go without a trace: what is whole is compared in the end.
        if (!complete.has(name) || stream.fullSnapshot || mayFallShort(scenario, name)) continue;
        const owed = {
          stream,
          keeper,
          workspace: readable(stage),
          atBegin: begun,
          shownBefore,
          passesBy: mayPassBy(scenario),
          leftOutFrom: leftOutFrom(stage, beganAt),
          refresh,
          start,
          vanished,
          denied: deniedTwice(denied),
          state: states.get(name),
        };
        problems.push(...incompleteSync(owed));
      }
    },
  };
}

/** Whether each read of it repeats what came before. */
const looksBack = ({ scan }: Stream): boolean => !isFeed(scan) && scan.lookback !== undefined;

/** A scroll says in no number that holds how much there is: one that ends early is told, and the next pass gives the rest. */
export const mayFallShort = ({ faults }: Stage['scenario'], stream: string): boolean =>
  stream === 'companies' && faults.some(({ kind, end }) => kind === 'short-page-end' && end === 'empty');

/**
 * A record that is left out of a last page while another one comes or goes is told by no count. What is not settled as the sync begins (unix
 * seconds) is read again by the next one; what is, must be there all the same.
 */
export const leftOutFrom = ({ scenario, times }: Pick<Stage, 'scenario' | 'times'>, beganAt: number): number =>
  scenario.faults.some(({ kind }) => kind === 'lost-item') ? beganAt - times.settling : Number.POSITIVE_INFINITY;

/**
 * Whether search may pass by a record that changes: while it hides one whose change it does not show yet; and in disorder,
 * where a change that appears late takes the place of a version not met yet, at a time that is passed. The next sync reads it.
 */
export const mayPassBy = ({ simulator, newestFirst }: Stage['scenario']): boolean =>
  simulator.indexingLagSeconds !== 0 && (simulator.lagMode === 'hidden' || newestFirst);
