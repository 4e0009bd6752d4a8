/** The catalogue of streams, as a table or as JSON. */
import { syncModes } from '../core/catalog.ts';
import { jsonSchema } from '../core/columns/columns.ts';
import { parseConfig } from '../intercom/config.ts';
import { maskStreams } from '../masking/streams.ts';
import { definedStreams } from '../streams/defined-streams.ts';
import { streams } from '../streams/index.ts';
import type { Stream } from '../streams/stream.ts';
import { table } from '../terminal/table.ts';
import { readJsonFile } from './json-file.ts';

/** Rejects with `config_invalid`. */
export async function listStreams(options: { json?: boolean; config?: string }): Promise<void> {
  const listed = options.config === undefined ? streams : await configuredStreams(options.config);
  const rows = listed.map((stream) => ({
    name: stream.name,
    key: stream.primaryKey,
    cursor: stream.cursor ?? null,
    modes: syncModes(stream),
    cost: stream.cost ?? null,
    since: stream.since ?? null,
    permission: stream.permission,
    description: stream.description,
    ...(options.json ? { schema: jsonSchema(stream.columns) } : {}),
  }));
  if (options.json) {
    process.stdout.write(`${JSON.stringify(rows, null, 2)}\n`);
    return;
  }
  process.stdout.write(
    table(
      ['stream', 'key', 'cursor', 'modes', 'cost', 'permission'],
      rows.map(({ name, key, cursor, modes, cost, permission }) => [
        name,
        key.join(', '),
        cursor ?? '',
        modes.includes('incremental') ? 'incremental, full' : 'full',
        cost ?? '',
        permission,
      ]),
    ),
  );
}

/** As a configuration wants them; a token is not needed. */
async function configuredStreams(path: string): Promise<readonly Stream[]> {
  const given = await readJsonFile(path, 'configuration', 'config_invalid');
  const isObject = typeof given === 'object' && given !== null && !Array.isArray(given);
  const config = parseConfig(isObject ? { access_token: 'none', ...given } : given);
  return maskStreams(definedStreams(config), config).streams;
}
