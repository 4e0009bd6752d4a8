/** PyAirbyte on the built command and a simulator, and what its cache holds. */
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { promisify } from 'node:util';
import { type Column, deletedAt } from '../../src/core/columns/columns.ts';
import type { Row } from '../../src/core/events.ts';
import { createSimulator, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { cli } from '../../test/support/command.ts';
import { onFile } from '../../test/support/duckdb-file.ts';
import type { PythonEnvironment } from '../python.ts';

const run = promisify(execFile);

const example = fileURLToPath(new URL('../../examples/pyairbyte/read.py', import.meta.url));

export interface PyAirbyte {
  simulator: Simulator;
  /** Runs the example, and gives what it says. */
  read(...flags: string[]): Promise<string>;
  /** Runs a script of this folder with the command as its first argument. */
  script(name: string, ...args: string[]): Promise<string>;
  /** All rows of a stream in the cache, tombstones too. */
  rows(stream: Stream): Promise<Row[]>;
  close(): Promise<void>;
}

export async function startPyAirbyte({ bin }: PythonEnvironment, options: SimulatorOptions): Promise<PyAirbyte> {
  const simulator = createSimulator(options);
  const { url, close } = await simulator.listen();
  const folder = await mkdtemp(join(tmpdir(), 'source-intercom-'));
  const cache = join(folder, 'cache.duckdb');
  const env = {
    ...process.env,
    INTERCOM_ACCESS_TOKEN: 'simulator-token',
    INTERCOM_API_URL: url,
    AIRBYTE_OFFLINE_MODE: '1',
    DO_NOT_TRACK: '1',
    PYTHONDONTWRITEBYTECODE: '1',
    TMPDIR: folder,
    AIRBYTE_LOGGING_ROOT: join(folder, 'logs'),
  };
  const python = async (...args: string[]) => {
    const { stdout, stderr } = await run(join(bin, 'python'), args, { cwd: folder, env, maxBuffer: 1e8 });
    return stdout + stderr;
  };
  return {
    simulator,
    read: (...flags) => python(example, '--command', cli, '--cache', cache, ...flags),
    script: (name, ...args) => python(fileURLToPath(new URL(name, import.meta.url)), cli, ...args),
    rows: (stream) => rowsIn(cache, stream),
    close: async () => {
      await close();
      await rm(folder, { recursive: true });
    },
  };
}

const rowsIn = (file: string, { name, columns }: Stream): Promise<Row[]> =>
  onFile(file, async (query) => {
    const rows = await query(`SELECT CAST(to_json(t) AS VARCHAR) AS row FROM main."${name}" t`);
    return rows.map(({ row }) => {
      const cells = JSON.parse(String(row)) as Row;
      return Object.fromEntries(
        Object.entries(columns).map(([column, { kind }]) => [column, told(cells[column], kind)]),
      );
    });
  });

/** A table's time as the record had it: PyAirbyte keeps the text of a moment as a time without a zone, which is UTC. */
function told(cell: unknown, kind: Column['kind']): unknown {
  if (cell === null || cell === undefined) return null;
  return kind === 'timestamp' ? new Date(`${String(cell).replace(' ', 'T')}Z`).toISOString() : cell;
}

/** Rows that are not gone. */
export const live = (rows: readonly Row[]): Row[] => rows.filter((row) => (row[deletedAt] ?? null) === null);

/** A row by the simulator's own account, in the form in which `rows` gives it. */
export const expected = ({ columns }: Stream, row: Row): Row =>
  Object.fromEntries(
    Object.entries(columns).map(([name, { kind }]) => {
      const value = row[name] ?? null;
      return [name, value !== null && kind === 'timestamp' ? new Date(String(value)).toISOString() : value];
    }),
  );
