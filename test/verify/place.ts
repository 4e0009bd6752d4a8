/** A workspace, a sync of it in a DuckDB file, and verifications of copies of that file: real HTTP, the connector's own clock. */
import { copyFile, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { connect } from '../../src/connect.ts';
import { type Connection, readableStreams } from '../../src/connection.ts';
import { destinationAt, openDestination, readingAt, readRuns } from '../../src/destinations/index.ts';
import { parseConfig } from '../../src/intercom/config.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import { syncInto } from '../../src/sync/sync.ts';
import type { Difference } from '../../src/verify/difference.ts';
import type { Repaired, Verification } from '../../src/verify/receipt.ts';
import { verify } from '../../src/verify/verify.ts';
import { verifyAndRepair } from '../../src/verify/verify-and-repair.ts';

/** What is stored: all that costs no request per record, and one that does. */
export const names = `contacts users leads contact_merges contact_tags contact_companies companies company_tags
  company_segments company_notes conversations conversation_parts conversation_contacts conversation_tags conversation_teammates
  deleted_conversations tickets ticket_parts ticket_contacts tags segments admins teams articles ticket_types ticket_type_attributes
  contact_attributes conversation_attributes macros`.split(/\s+/);

export interface VerifyPlace {
  simulator: Simulator;
  /** Loads the address. */
  sync(address: string): Promise<void>;
  /** A copy of a file, to be damaged by SQL. */
  copyOf(file: string): Promise<string>;
  verify(
    address: string,
    options?: Partial<VerifyPlaceOptions>,
  ): Promise<{ verification: Verification; repaired?: Repaired }>;
  /** Lets so many seconds pass. */
  pass(seconds: number): Promise<void>;
  path(name: string): string;
  close(): Promise<void>;
}

export interface VerifyPlaceOptions {
  sample: number | 'all';
  streams: readonly string[];
  windowSize: number;
  config: object;
  repair: boolean;
}

export async function verifyPlace(
  options: SimulatorOptions = {},
  config: object = {},
  streams: readonly string[] = names,
): Promise<VerifyPlace> {
  let behind = 20 * 86_400_000;
  const simulator = createSimulator({
    seed: 11,
    scale: 0.1,
    counts: { contacts: 70, conversations: 30 },
    rateLimit: null,
    now: () => Date.now() - behind,
    ...options,
  });
  const server = await simulator.listen();
  const folder = await mkdtemp(join(tmpdir(), 'verify-'));
  let copies = 0;
  /** By configuration. */
  const connections = new Map<string, Connection>();
  const connected = async (given: object) => {
    const key = JSON.stringify(given);
    const opened =
      connections.get(key) ??
      (await connect({
        config: parseConfig({ access_token: 'simulator-token', ...config, ...given }),
        env: { INTERCOM_API_URL: server.url },
        signal: new AbortController().signal,
        typesFor: streams,
      }));
    connections.set(key, opened);
    return opened;
  };
  const disconnect = async () => {
    for (const connection of connections.values()) await connection.close();
    connections.clear();
  };
  return {
    simulator,
    async pass(seconds) {
      behind -= seconds * 1000;
      // A session begins at a moment.
      await disconnect();
    },
    path: (name) => join(folder, name),
    async copyOf(file) {
      const copy = join(folder, `copy-${copies++}.duckdb`);
      await copyFile(file, copy);
      return copy;
    },
    async sync(address) {
      const connection = await connected({});
      const { failed } = await syncInto({
        connection,
        destination: await openDestination(address),
        streams: readableStreams(connection).filter(({ name }) => streams.includes(name)),
      });
      if (failed.length > 0) throw new Error(`not complete: ${failed.join(', ')}`);
    },
    async verify(address, { sample = 10, streams: some, windowSize = 20, config: given = {}, repair } = {}) {
      const connection = await connected(given);
      const history = await readRuns(address);
      const chosen = readableStreams(connection).filter(({ name }) => (some ?? streams).includes(name));
      const what = { connection, history, streams: chosen, sample: { count: sample, seed: 's' }, windowSize };
      if (repair) return await verifyAndRepair({ ...what, read: readingAt(address), open: destinationAt(address) });
      return await readingAt(address)((reading) => verify({ ...what, reading }));
    },
    async close() {
      await disconnect();
      await server.close();
      await rm(folder, { recursive: true });
    },
  };
}

/** What is found, a line each: `contacts missing 17`. */
export const found = ({ streams }: Verification): string[] =>
  streams
    .flatMap(({ stream, differences, vanished }) => [
      ...differences.map(lineOf),
      ...vanished.map((id) => `${stream} vanished ${id}`),
    ])
    .sort();

export const lineOf = ({ stream, kind, key, parent, columns = [] }: Difference): string =>
  [stream, kind, ...key, ...(parent === undefined || key.includes(parent) ? [] : [`in ${parent}`]), ...columns].join(
    ' ',
  );
