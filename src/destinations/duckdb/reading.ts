/** A DuckDB file as something to ask, whoever else has it open. */
import { access } from 'node:fs/promises';
import { ConnectorError } from '../../core/errors.ts';
import { shellWord } from '../../core/shell.ts';
import type { Reading } from '../reading.ts';
import { isEmptySql, noStatement, severalStatements } from '../sql-error.ts';
import { loadDuckdb } from './package.ts';
import { openReadOnly, type ReadOnlyOptions } from './read-only.ts';
import { resultOf } from './result.ts';
import { duckdbSqlError } from './sql-error.ts';

/** No file but this one is read or written, whatever the SQL; what is wrong is told as JSON, with its place. */
const settings = ["SET TimeZone = 'UTC'", 'SET errors_as_json = true', 'SET enable_external_access = false'];

/** Rejects with `destination_unusable` where the file is not there, or in use for longer than `wait`. */
export async function readDuckdb<T>(
  file: string,
  options: ReadOnlyOptions,
  use: (reading: Reading) => Promise<T>,
): Promise<T> {
  await access(file).catch((cause) => {
    throw new ConnectorError('destination_unusable', `There is no file ${file}.`, {
      hint: `Sync into it first (source-intercom sync --to ${shellWord(`duckdb:${file}`)}), or name another one with --to.`,
      cause,
    });
  });
  const { connection, close } = await openReadOnly(file, options);
  try {
    for (const setting of settings) await connection.run(setting);
    return await use(await readingOn(file, connection));
  } finally {
    close();
  }
}

type Connection = Awaited<ReturnType<typeof openReadOnly>>['connection'];

async function readingOn(file: string, connection: Connection): Promise<Reading> {
  const duckdb = await loadDuckdb();
  return {
    location: file,
    dialect: 'duckdb',
    async tables() {
      const read = await connection.runAndReadAll(
        "SELECT table_name FROM information_schema.tables WHERE table_schema = 'main' ORDER BY 1",
      );
      return read.getRows().map(([name]) => String(name));
    },
    async query(sql) {
      if (isEmptySql(sql)) throw noStatement();
      try {
        const { count } = await connection.extractStatements(sql);
        // A PIVOT whose columns are not named is several by itself.
        if (count > 1 && !/\bpivot/i.test(sql)) throw severalStatements();
        const result = await connection.stream(sql);
        return resultOf(duckdb, result, async function* () {
          try {
            yield* result.yieldRows();
          } catch (thrown) {
            throw duckdbSqlError(file, sql, thrown);
          }
        });
      } catch (thrown) {
        throw duckdbSqlError(file, sql, thrown);
      }
    },
  };
}
