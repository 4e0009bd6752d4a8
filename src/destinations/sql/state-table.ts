/** The table in which a database remembers each stream: its state, and what its table holds. */
import { ConnectorError } from '../../core/errors.ts';
import type { StreamState } from '../../core/events.ts';
import type { StoredStream } from '../destination.ts';
import type { Database, Location } from './database.ts';
import type { Dialect } from './dialect.ts';

/** What is remembered of a stream. */
export interface RememberedStream extends StoredStream {
  /** The id of the table that its state tells of. */
  tableId?: string;
  /**
   * For a database that must be given its memory: the weight, in characters, of the heaviest rows that its table may hold, as many as the
   * database works on at once.
   */
  heaviest?: number;
  /** Fields without a column that it was told to have, which are in `_extra`. */
  unknownFields?: readonly string[];
  /** By which rules its rows were masked: see masking.ts. Left out where nothing was. */
  masking?: string;
}

/** Statements to run in this order. Earlier versions made the table without the columns that are added. */
export const createStateTable = ({ types }: Dialect): string[] => [
  `
    CREATE TABLE IF NOT EXISTS _source_intercom_state (
      stream VARCHAR PRIMARY KEY, state ${types.json}, generation BIGINT NOT NULL, refreshing BOOLEAN NOT NULL,
      updated_at TIMESTAMPTZ NOT NULL)`,
  'ALTER TABLE _source_intercom_state ADD COLUMN IF NOT EXISTS table_id VARCHAR',
  'ALTER TABLE _source_intercom_state ADD COLUMN IF NOT EXISTS full_read_at TIMESTAMPTZ',
  'ALTER TABLE _source_intercom_state ADD COLUMN IF NOT EXISTS heaviest BIGINT',
  'ALTER TABLE _source_intercom_state ADD COLUMN IF NOT EXISTS masking VARCHAR',
  'ALTER TABLE _source_intercom_state ADD COLUMN IF NOT EXISTS unknown_fields VARCHAR',
];

/** What is remembered of each stream. Rejects with `state_invalid` where a state is not a JSON object. */
export async function recall({ connection, dialect, location }: Database): Promise<Map<string, RememberedStream>> {
  const rows = await connection.query(`
    SELECT stream, state::VARCHAR AS state, generation, refreshing, table_id, ${dialect.unixSeconds('full_read_at')} AS full_read_at, heaviest, masking, unknown_fields
    FROM _source_intercom_state ORDER BY stream`);
  return new Map(
    rows.map(({ stream, state, generation, refreshing, table_id, full_read_at, heaviest, masking, unknown_fields }) => [
      String(stream),
      {
        ...(state === null ? {} : { state: parseState(String(state), location, String(stream)) }),
        generation: Number(generation),
        refreshing: refreshing === true,
        ...(table_id === null ? {} : { tableId: String(table_id) }),
        ...(full_read_at === null ? {} : { fullReadAt: Number(full_read_at) }),
        ...(heaviest === null ? {} : { heaviest: Number(heaviest) }),
        ...(masking === null ? {} : { masking: String(masking) }),
        ...(unknown_fields === null ? {} : { unknownFields: JSON.parse(String(unknown_fields)) }),
      },
    ]),
  );
}

/** Remembers streams, in one statement: it may take as long for one stream as for all. */
export async function remember(
  { connection, dialect }: Database,
  streams: ReadonlyMap<string, RememberedStream>,
): Promise<void> {
  if (streams.size === 0) return;
  const rows = [...streams].map(([stream, stored]) => [
    stream,
    stored.state === undefined ? null : JSON.stringify(stored.state),
    stored.generation,
    stored.refreshing,
    stored.tableId ?? null,
    stored.fullReadAt ?? null,
    stored.heaviest ?? null,
    stored.masking ?? null,
    stored.unknownFields ? JSON.stringify(stored.unknownFields) : null,
  ]);
  const values = rows.map((row, i) => {
    const [stream, state, generation, refreshing, tableId, fullReadAt, heaviest, masking, unknown] = row.map(
      (_, column) => `$${i * row.length + column + 1}`,
    );
    return `(${stream}, ${state}, ${generation}, ${refreshing}, now(), ${tableId}, ${dialect.timeOfParameter(fullReadAt!)}, ${heaviest}, ${masking}, ${unknown})`;
  });
  const sql = dialect.upsert({
    table: '_source_intercom_state',
    key: 'stream',
    columns: [
      'stream',
      'state',
      'generation',
      'refreshing',
      'updated_at',
      'table_id',
      'full_read_at',
      'heaviest',
      'masking',
      'unknown_fields',
    ],
    values,
  });
  await connection.run(sql, rows.flat());
}

/** Says which tables the streams' states tell of, of streams that have a state. */
export async function rememberTables({ connection }: Database, ids: ReadonlyMap<string, string>): Promise<void> {
  if (ids.size === 0) return;
  const values = [...ids].map((_, i) => `($${2 * i + 1}, $${2 * i + 2})`).join(', ');
  await connection.run(
    `UPDATE _source_intercom_state AS held SET table_id = made.id
     FROM (VALUES ${values}) AS made(stream, id) WHERE held.stream = made.stream`,
    [...ids].flat(),
  );
}

function parseState(text: string, location: Location, stream: string): StreamState {
  let state: unknown;
  try {
    state = JSON.parse(text);
  } catch {
    state = undefined;
  }
  if (typeof state === 'object' && state !== null && !Array.isArray(state)) return state as StreamState;
  throw new ConnectorError('state_invalid', `The state of "${stream}" in ${location.name} is not a JSON object.`, {
    hint: `Restore it in the table _source_intercom_state, or delete its row to read the stream from the start.`,
  });
}
