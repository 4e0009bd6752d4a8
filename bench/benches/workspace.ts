/** A first sync of a whole workspace into a DuckDB file, at the limit of the API: all streams but those that cost a request per record. */
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { type Cost, runProduct } from '../product.ts';
import type { Bench, Figure } from '../report.ts';
import { windowSeconds } from '../server/windows.ts';
import { type SimulatorReport, startSimulator } from '../simulator/start.ts';

const limit = 1667;
const latencyMs = 150;

export const workspace: Bench = {
  name: 'workspace',
  description: 'all usual streams into a DuckDB file, 150 ms latency, 1,667 requests per 10 s',
  async run({ quick }) {
    // Large enough that DuckDB folds its log more than once: before, memory only fills up to what is set for it.
    const half = await sync(quick ? 10 : 50);
    const large = await sync(quick ? 20 : 100);
    return [
      ...Object.entries(large.report.records).map(([what, value]): Figure => ({ what, value, unit: '' })),
      { what: 'rows in all tables', value: large.rows, unit: '' },
      ...speed(large),
      { what: 'CPU time', value: large.cost.cpuMs / 1000, unit: 's' },
      { what: 'peak memory', value: large.cost.peakRssMb, unit: 'MB', atMost: 1_000 },
      {
        what: 'over that of half of the workspace',
        value: large.cost.peakRssMb / half.cost.peakRssMb,
        unit: '',
        atMost: 1.25,
      },
    ];
  },
};

interface Synced {
  cost: Cost;
  report: SimulatorReport;
  /** In all tables. */
  rows: number;
}

function speed({ cost, report: { spent, refused } }: Synced): Figure[] {
  const inner = spent.slice(1, -1);
  const requests = spent.reduce((sum, count) => sum + count, 0);
  const seconds = cost.wallMs / 1000;
  const least = (requests / limit) * windowSeconds;
  return [
    { what: 'requests', value: requests, unit: '' },
    { what: 'wall time', value: seconds, unit: 's', atMost: 1.05 * least + windowSeconds },
    { what: 'wall time over the least for so many requests', value: seconds / least, unit: '' },
    {
      what: 'inner windows used',
      value: inner.reduce((sum, count) => sum + count, 0) / (inner.length * limit),
      unit: 'of the limit',
      atLeast: 0.97,
    },
    { what: '429s', value: refused, unit: '', atMost: 0 },
  ];
}

/** Rejects where a table has another number of rows than the workspace has records. */
async function sync(scale: number): Promise<Synced> {
  const simulator = await startSimulator({ scale, latencyMs });
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  try {
    const file = join(folder, 'bench.duckdb');
    const args = ['sync', '--to', `duckdb:${file}`];
    const cost = await runProduct({ args, url: simulator.url, files: { config: { rate_limit_share: 1 } } });
    const report = await simulator.report();
    const rows = await rowsIn(file);
    for (const [table, count] of Object.entries(report.records))
      if (rows.get(table) !== count) throw new Error(`${table} has ${rows.get(table)} rows, of ${count}.`);
    return { cost, report, rows: [...rows.values()].reduce((sum, count) => sum + count, 0) };
  } finally {
    await simulator.close();
    await rm(folder, { recursive: true });
  }
}

async function rowsIn(file: string): Promise<Map<string, number>> {
  const instance = await DuckDBInstance.create(file);
  const connection = await instance.connect();
  const tables = await connection.runAndReadAll(
    "SELECT table_name FROM duckdb_tables() WHERE NOT starts_with(table_name, '_')",
  );
  const counts = new Map<string, number>();
  for (const [table] of tables.getRows()) {
    const [row] = (await connection.runAndReadAll(`SELECT count(*) FROM "${table}"`)).getRows();
    counts.set(String(table), Number(row?.[0]));
  }
  connection.closeSync();
  instance.closeSync();
  return counts;
}
