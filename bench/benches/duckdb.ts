import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contactsInto, type Target } from './contacts-into.ts';

/** A file that is not there yet. */
export async function duckdbTarget(): Promise<Target> {
  const folder = await mkdtemp(join(tmpdir(), 'bench-'));
  return { address: `duckdb:${join(folder, 'bench.duckdb')}`, remove: () => rm(folder, { recursive: true }) };
}

export const duckdb = contactsInto(
  { name: 'duckdb', description: 'a DuckDB file', create: duckdbTarget },
  { contactsPerCpuSecond: 15_000, peakMb: 400 },
);
