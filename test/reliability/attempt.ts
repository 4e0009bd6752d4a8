/** One read by a process of its own, to its end or until it is cut off. */
import { ConnectorError } from '../../src/core/errors.ts';
import { read } from '../../src/engine/read.ts';
import { createExaminer } from './examiner.ts';
import { openProcess } from './process.ts';
import type { Selection } from './selection.ts';
import type { Stage } from './stage.ts';

/** How a read ends before its own end. */
export interface Cut {
  how: 'killed' | 'stopped';
  /** At which event. */
  at: number;
  /** Whether rows that no checkpoint covers are kept: a platform may or may not. */
  keepsUncovered: boolean;
}

export interface Attempted {
  problems: string[];
  complete: ReadonlySet<string>;
}

/** Reads the selection from the stage's states. Rejects with what is no error of the connector's. */
export async function attempt(stage: Stage, selection: readonly Selection[], cut?: Cut): Promise<Attempted> {
  const { scenario, registry, clock, states, keeper } = stage;
  const stop = new AbortController();
  if (scenario.forgetful) keeper.forgetGone();
  const beganAt = scenario.begin + clock.elapsed();
  const examiner = createExaminer(stage, selection);
  const lines = new Set<string>();
  let events = 0;
  let ending = 'ended';
  try {
    const session = await openProcess(stage, stop.signal);
    const flow = read({
      session,
      registry,
      selected: selection,
      states: new Map([...states].filter(([name]) => selection.some((one) => one.name === name))),
      times: stage.times,
      emitDeletions: stage.emitDeletions,
      clock,
      signal: stop.signal,
      tuning: scenario.tuning,
      appliesDeletions: scenario.appliesDeletions,
    });
    for await (const event of flow) {
      events++;
      examiner.take(event);
      if (event.type === 'log' && event.level !== 'debug') lines.add(event.message);
      if (event.type === 'status' && event.status === 'incomplete') lines.add(event.error.message);
      if (examiner.problems.length > 0) break;
      if (!cut || events !== cut.at) continue;
      ending = cut.how;
      if (cut.how === 'killed') break;
      stop.abort(new ConnectorError('stopped', 'Stopped.'));
    }
  } catch (thrown) {
    if (!(thrown instanceof ConnectorError) || thrown.code === 'internal') throw thrown;
    if (thrown.code !== 'stopped') ending = `failed: ${thrown.message}`;
  }
  if (ending === 'ended' && examiner.problems.length === 0) examiner.ended();
  else if (cut?.keepsUncovered) examiner.keepRest();

  const full = selection.filter(({ refresh, stream }) => refresh !== undefined && stream.cursor);
  stage.told.push(
    `${new Date(beganAt).toISOString()} ${selection.map(({ name }) => name).join(' ')}`,
    `    full refresh: ${full.map(({ name }) => name).join(' ') || 'none'}; ${ending} after ${events} events; rows after the last checkpoint are ${cut && !cut.keepsUncovered ? 'dropped' : 'kept'}`,
    ...[...lines].slice(0, 12).map((line) => `    ${line}`),
  );
  return examiner;
}
