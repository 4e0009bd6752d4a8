/** PostgreSQL's client, which is loaded only when it is asked for. */
import type pgApi from 'pg';

export type Pg = typeof pgApi;
/** Makes cursors, which fetch the rows of a query in batches. */
export type CursorOf = typeof import('pg-cursor');
export type CopyStreams = typeof import('pg-copy-streams');

export async function loadPostgres(): Promise<{ pg: Pg; copyStreams: CopyStreams }> {
  const [pg, copyStreams] = await Promise.all([import('pg'), import('pg-copy-streams')]);
  return { pg: pg.default, copyStreams: copyStreams.default };
}

export const loadCursor = async (): Promise<CursorOf> => (await import('pg-cursor')).default;
