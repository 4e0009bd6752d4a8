/** The catalogue of streams, as a table or as JSON. */
import { syncModes } from '../core/catalog.ts';
import { jsonSchema } from '../core/columns/columns.ts';
import { streams } from '../streams/index.ts';
import { table } from '../terminal/table.ts';

export function listStreams(options: { json?: boolean }): void {
  const rows = streams.map((stream) => ({
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
