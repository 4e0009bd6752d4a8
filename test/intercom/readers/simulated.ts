/** A reader's context over a simulator in process, in virtual time. */
import type { Range } from '../../../src/core/ranges.ts';
import type { Entity, Page, ReadContext } from '../../../src/intercom/readers/reader.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../../src/simulator/index.ts';
import { createFakeClock, type FakeClock } from '../../support/fake-clock.ts';
import { over } from '../scripted.ts';
import { throughFetch } from '../through-fetch.ts';

export interface Simulated {
  simulator: Simulator;
  context: ReadContext;
  clock: FakeClock;
  abort: AbortController;
  logged: string[];
  /** Unix seconds by the simulator's clock. */
  now(): number;
}

/** An empty workspace, unless a scale is given. */
export function simulated({ version = '2.17', ...options }: SimulatorOptions & { version?: string } = {}): Simulated {
  const clock = createFakeClock();
  const simulator = createSimulator({ scale: 0, now: () => clock.now(), ...options });
  const { context, abort, logged } = over(throughFetch(simulator.fetch), { version, clock, secret: 'simulator-token' });
  return { simulator, context, clock, abort, logged, now: () => Math.floor(clock.now() / 1000) };
}

export const forever: Range = { from: 0, to: Number.POSITIVE_INFINITY };

export const idsOf = (pages: readonly Page[]): string[] =>
  pages.flatMap(({ entities }) => entities.map((entity: Entity) => String(entity.id)));

export const distinct = (ids: readonly string[]): string[] => [...new Set(ids)].sort();
