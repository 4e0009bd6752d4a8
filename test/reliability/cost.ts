/** What the last read may cost: no more than some reads of everything by someone who has nothing yet. */
import { read } from '../../src/engine/read.ts';
import { openProcess } from './process.ts';
import type { Surroundings } from './stage.ts';

/** So many times a first read, and some requests more, such as for a few records by their ids. */
const most = { times: 3, more: 100 };

/** To be asked once all faults are over; `spent`: requests of the last read. */
export async function tooCostly(stage: Surroundings, spent: number): Promise<string[]> {
  const { clock, simulator, scenario, registry } = stage;
  const before = simulator.requests.count();
  const { signal } = new AbortController();
  const session = await openProcess(stage, signal);
  const selected = registry.map(({ name, cursor }) => ({
    name,
    syncMode: cursor ? ('incremental' as const) : ('full_refresh' as const),
    syncId: null,
  }));
  const { times } = stage;
  const { tuning } = scenario;
  for await (const _ of read({ session, registry, selected, states: new Map(), times, clock, signal, tuning }));
  const fresh = simulator.requests.count() - before;
  stage.told.push(`    the last read took ${spent} requests, a first one takes ${fresh}`);
  const bound = fresh * most.times + most.more;
  return spent > bound ? [`the last read took ${spent} requests, of which ${bound} are enough`] : [];
}
