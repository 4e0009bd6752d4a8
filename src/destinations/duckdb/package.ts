/** DuckDB's package, which is loaded only when it is asked for. */
import { ConnectorError } from '../../core/errors.ts';
import type { Duckdb } from './stage.ts';

/** Rejects with `destination_unusable` where it is not installed for this platform. */
export async function loadDuckdb(): Promise<Duckdb> {
  try {
    const { default: bindings } = await import('@duckdb/node-bindings');
    return { ...(await import('@duckdb/node-api')), bindings };
  } catch (cause) {
    throw new ConnectorError('destination_unusable', 'DuckDB could not be loaded.', {
      hint: `Install @duckdb/node-api for this platform (${process.platform} ${process.arch}): npm install @duckdb/node-api`,
      cause,
    });
  }
}
