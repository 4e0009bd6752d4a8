/** DuckDB's package, which is loaded only when it is asked for. */
import { createRequire } from 'node:module';
import { ConnectorError } from '../../core/errors.ts';
import type { Duckdb } from './stage.ts';

const require = createRequire(import.meta.url);

/** Rejects with `destination_unusable` where it is not installed for this platform. */
export async function loadDuckdb(): Promise<Duckdb> {
  try {
    // By require: to import them as modules Node looks through all of their text for what they export, a quarter of a second.
    const bindings: typeof import('@duckdb/node-bindings') = require('@duckdb/node-bindings');
    const api: typeof import('@duckdb/node-api') = require('@duckdb/node-api');
    return { ...api, bindings };
  } catch (cause) {
    throw new ConnectorError('destination_unusable', 'DuckDB could not be loaded.', {
      hint: `Install @duckdb/node-api for this platform (${process.platform} ${process.arch}): npm install @duckdb/node-api`,
      cause,
    });
  }
}
