/** `sync` of contacts and tickets by the built command into a DuckDB file, at the simulator's time. */
import { afterEach } from 'vitest';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { startCommand } from '../support/command.ts';
import { expectTablesToEqualTruth } from './tables.ts';

const names = ['contacts', 'users', 'leads', 'contact_merges', 'tickets'];

export interface ContactPlace {
  simulator: Simulator;
  place: DuckdbPlace;
  /** Rejects where the exit code is another one. */
  sync(args?: string[], exitCode?: number, streams?: readonly string[]): Promise<string>;
  expectTruth(): Promise<void>;
  held(stream: string, id: string): Promise<boolean>;
  /** Lets so many minutes pass, of the ten hours by which Intercom's clock is behind. */
  pass(minutes: number): void;
}

let closing: (() => Promise<unknown>)[] = [];
afterEach(async () => {
  for (const close of closing) await close();
  closing = [];
});

export async function contactPlace(options: SimulatorOptions = {}): Promise<ContactPlace> {
  // The earlier one of both clocks counts.
  let behind = 600 * 60_000;
  const simulator = createSimulator({
    scale: 0.2,
    inactiveContacts: false,
    now: () => Date.now() - behind,
    ...options,
  });
  const server = await simulator.listen();
  const place = await duckdbPlace();
  closing.push(server.close, place.remove);
  return {
    simulator,
    place,
    async sync(args = [], exitCode = 0, streams = names) {
      const ended = await startCommand(['sync', '--to', `duckdb:${place.file}`, '--streams', streams.join(), ...args], {
        INTERCOM_API_URL: server.url,
        INTERCOM_ACCESS_TOKEN: 'simulator-token',
      }).ended;
      if (ended.exitCode !== exitCode) throw new Error(`Exit code ${ended.exitCode}: ${ended.stderr}`);
      return ended.stderr;
    },
    expectTruth: () => expectTablesToEqualTruth(place, simulator, names),
    held: async (stream, id) => (await place.rows(stream)).some((row) => row.id === id),
    pass(minutes) {
      behind -= minutes * 60_000;
    },
  };
}

/** Ids of contacts of a role. */
export const idsOfRole = ({ workspace }: Simulator, role: 'user' | 'lead'): string[] =>
  [...workspace.contacts.values()].filter((contact) => contact.role === role).map(({ id }) => id);
