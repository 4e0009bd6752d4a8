/**
 * A table a stream, by one connection. Rows are staged in memory and merged within one transaction, which `commit` ends: until then no
 * other connection sees them, and a process that is killed leaves what the commit before left.
 */
import type { DuckDBConnection } from '@duckdb/node-api';
import { ConnectorError } from '../../core/errors.ts';
import type { Row } from '../../core/events.ts';
import type { Destination, LoadTarget, StoredStream } from '../destination.ts';
import { keyToCells } from '../sql/cells.ts';
import { boundStream } from './binding.ts';
import { heldTables } from './catalog.ts';
import {
  applyTombstones,
  deleteStale,
  forgetChecked,
  selectHeld,
  selectSeen,
  selectStale,
  stagedTombstones,
} from './deletion.ts';
import { limitMemory, type MemoryLimit } from './limit.ts';
import { lookAt } from './look.ts';
import {
  claim,
  createMemory,
  isUnlimited,
  type RememberedStream,
  recall,
  recallChecked,
  remember,
  rememberChecked,
  rememberTables,
  streamsWithChecked,
  streamsWithDeletions,
} from './memory.ts';
import { createPendings, type Pending } from './pending.ts';
import { createRemoval } from './removal.ts';
import { isEmpty, prepareTable } from './schema.ts';
import type { Duckdb } from './stage.ts';
import { createStaging } from './staging.ts';
import { createStamp } from './stamp.ts';
import { type Table, tableOf } from './table.ts';
import { runsOf, stageTombstones } from './tombstones.ts';
import type { Transaction } from './transaction.ts';

/** What is staged at most before it is merged: rows, or characters. Less than a commit, so that DuckDB merges while more is staged. */
const mergeAt = { rows: 5_000, weight: 8_000_000 };

const aDay = 86_400;

interface StreamTable {
  table: Table;
  keyOf: ReturnType<typeof keyToCells>;
  createPending(): Pending;
  pending: Pending;
}

/** The destination on an open connection. Its transaction is its opener's to roll back. */
export function duckdbDestination({
  duckdb,
  connection,
  transaction,
  location,
}: {
  duckdb: Duckdb;
  connection: DuckDBConnection;
  transaction: Transaction;
  location: string;
}): Omit<Destination, 'close'> {
  const streamTables = new Map<string, StreamTable>();
  /** Microseconds: no cursor can be later. */
  let latest = Number.POSITIVE_INFINITY;
  let stored = new Map<string, RememberedStream>();
  /** Streams of which `_deleted` holds rows. */
  let deletions = new Set<string>();
  let memory: MemoryLimit | undefined;
  let unlimited = false;
  /** Streams of which `_source_intercom_checked` holds ids. */
  let asked = new Set<string>();
  /** Streams whose states are known to tell of their tables. */
  let bound = new Set<string>();
  /** Streams whose entry in the state table is not yet what `stored` says. */
  const changed = new Set<string>();
  /** Streams of which rows were merged since the last commit. */
  const merged = new Set<string>();
  const removeFrom = createRemoval(connection);
  const staging = createStaging(connection);
  const stamp = createStamp();

  const tables = () => [...streamTables.values()].map(({ table }) => table);

  const runAll = async (statements: readonly string[]) => {
    for (const statement of statements) await connection.run(statement);
  };

  /** Lets DuckDB merge what is staged while more is staged; waits first where it has not done with the last merge. */
  async function mergeStaged() {
    await transaction.idle();
    for (const streamTable of streamTables.values()) {
      const { table, pending } = streamTable;
      if (pending.rows === 0) continue;
      streamTable.pending = streamTable.createPending();
      merged.add(table.name);
      transaction.run(async () => {
        const { rows: count, heaviest } = pending;
        const weight = await memory?.expect(table.name, { count, heaviest });
        if (weight !== stored.get(table.name)?.heaviest) update(table.name, { heaviest: weight });
        await pending.merge(connection, staging, { deletions: deletions.has(table.name) });
      });
    }
  }

  async function writeTombstones(streamTable: StreamTable, rows: readonly Row[]) {
    await mergeStaged();
    const { table } = streamTable;
    await transaction.run(async () => {
      await staging.store(stageTombstones(duckdb, streamTable, rows), stagedTombstones(table));
      await runAll(applyTombstones(table, tables(), latest));
      deletions.add(table.name);
    });
  }

  function update(stream: string, change: Partial<RememberedStream>) {
    stored.set(stream, { generation: 0, refreshing: false, ...stored.get(stream), ...change });
    changed.add(stream);
  }

  /** The state of what was read before stays: it says from when on deletions are owed. A refresh goes on from its own only. */
  function begin({ info, generation, refreshing }: LoadTarget) {
    const held = stored.get(info.name);
    if (held?.generation === generation && held.refreshing === refreshing) return;
    update(info.name, { generation, refreshing });
  }

  async function idsOf(sql: string): Promise<string[]> {
    await mergeStaged();
    let ids: string[] = [];
    await transaction.run(async () => {
      const found = await connection.runAndReadAll(sql);
      ids = found.getRowObjects().map(({ id }) => String(id));
    });
    return ids;
  }

  return {
    location,
    look: (streams) => lookAt(location, streams),

    async open(workspace, streams, now = Date.now() / 1000) {
      latest = (now + aDay) * 1e6;
      await transaction.commit(async () => {
        await createMemory(connection);
        await claim(connection, location, workspace);
        stored = await recall(connection, location);
        deletions = await streamsWithDeletions(connection);
        const held = await heldTables(connection);
        for (const info of streams) {
          const known = await boundStream(connection, location, {
            info,
            held: held.get(info.name.toLowerCase()),
            known: stored.get(info.name),
          });
          if (known) stored.set(info.name, known);
        }
        asked = await streamsWithChecked(connection);
        unlimited = await isUnlimited(connection);
        bound = new Set(streams.map(({ name }) => name));
      });
      return new Map([...stored].map(([name, known]) => [name, withoutOurs(known)]));
    },

    async prepare(streams) {
      const heaviest = new Map<string, number | undefined>();
      await transaction.commit(async () => {
        const held = await heldTables(connection);
        const readAgain = new Map<string, RememberedStream>();
        const made = new Map<string, string>();
        for (const load of streams) {
          const { columns, primaryKey } = load.info;
          const there = held.get(load.info.name.toLowerCase());
          const table = tableOf(load, there?.columns.keys());
          if (!bound.has(table.name))
            throw new ConnectorError('internal', `${table.name} is prepared but was not opened.`);
          const tableId = await prepareTable(connection, location, { table, held: there });
          const empty = !there || (await isEmpty(connection, table));
          const holds = there ? (empty ? 'no rows' : 'rows') : 'no rows, just made';
          const createPending = createPendings({ duckdb, table, columns, latest, stamp: stamp.get, holds });
          heaviest.set(table.name, empty ? 0 : stored.get(table.name)?.heaviest);
          const keyOf = keyToCells(columns, primaryKey);
          streamTables.set(table.name, { table, keyOf, createPending, pending: createPending() });
          begin(load);
          const { readAgain: why, ...known } = stored.get(table.name)!;
          stored.set(table.name, { ...known, tableId });
          if (why !== undefined) readAgain.set(table.name, { ...known, tableId });
          else if (known.tableId !== tableId) made.set(table.name, tableId);
        }
        // At once: from here on the tables are as the states want them, so nothing else would tell that they were not.
        await remember(connection, readAgain);
        await rememberTables(connection, made);
      });
      const columns = streams.map(({ info }) => Object.keys(info.columns).length);
      memory = await limitMemory(connection, columns, unlimited ? undefined : heaviest);
    },

    async write(batch) {
      const streamTable = streamTables.get(batch.stream);
      if (!streamTable)
        throw new ConnectorError('internal', `The stream ${batch.stream} was written but not prepared.`);
      if (batch.replacesChildrenOf) {
        if (streamTable.pending.holds(batch.replacesChildrenOf)) await mergeStaged();
        streamTable.pending.replaceChildren(batch.replacesChildrenOf);
      }
      for (const { deleted, rows } of runsOf(batch)) {
        if (deleted) await writeTombstones(streamTable, rows);
        else for (const row of rows) streamTable.pending.add(row);
      }
      let staged = { rows: 0, weight: 0 };
      for (const { pending } of streamTables.values()) {
        staged = { rows: staged.rows + pending.rows, weight: staged.weight + pending.weight };
      }
      if (staged.rows >= mergeAt.rows || staged.weight >= mergeAt.weight) await mergeStaged();
    },

    async staleIds(stream) {
      const streamTable = streamTables.get(stream);
      if (!streamTable?.table.refreshing) return [];
      return idsOf(selectStale(streamTable.table));
    },

    async held(stream, ids) {
      const streamTable = streamTables.get(stream);
      if (!streamTable || ids.length === 0) return [];
      return idsOf(selectHeld(streamTable.table, ids));
    },

    async live(stream, limit) {
      const streamTable = streamTables.get(stream);
      if (!streamTable) return [];
      return idsOf(selectSeen(streamTable.table, limit));
    },

    async checked(stream) {
      let checked = new Map<string, number>();
      await transaction.run(async () => {
        checked = await recallChecked(connection, stream);
      });
      return checked;
    },

    async commit({ states, complete, whole, passed = [], checked = [], at }) {
      await mergeStaged();
      for (const { stream, state } of states) update(stream, { state });
      for (const stream of complete) update(stream, { refreshing: false });
      for (const stream of [...whole, ...passed]) {
        if (streamTables.get(stream)?.table.refreshing) update(stream, { fullReadAt: at });
      }
      await transaction.commit(async () => {
        for (const table of tables().filter(({ name, refreshing }) => refreshing && whole.includes(name))) {
          await runAll(deleteStale(table, tables()));
          deletions.add(table.name);
        }
        for (const table of tables()) {
          const left = streamTables.get(table.removesFrom ?? '')?.table;
          if (!left) continue;
          const mergedAt = merged.has(table.name) || merged.has(left.name) ? stamp.get() : undefined;
          if (await removeFrom(table, left, mergedAt)) deletions.add(left.name);
        }
        for (const ids of checked) {
          await rememberChecked(connection, ids);
          asked.add(ids.stream);
        }
        for (const table of tables().filter(({ name }) => complete.includes(name) && asked.has(name))) {
          await connection.run(forgetChecked(table));
        }
        await remember(connection, new Map([...changed].map((stream) => [stream, stored.get(stream)!])));
        await staging.drop();
      });
      changed.clear();
      merged.clear();
      stamp.next();
    },
  };
}

/** What is remembered of a stream but for what only this destination needs. */
const withoutOurs = ({ tableId: _, heaviest: __, ...known }: RememberedStream): StoredStream => known;
