/** What a query gives, whatever the database: columns, and rows in batches, so that no result need fit into memory. */

/** What the texts of a column are: `json` is JSON text, `number` digits as exact as the database has them. */
export type CellKind = 'text' | 'number' | 'boolean' | 'json';

export interface ResultColumn {
  name: string;
  kind: CellKind;
}

/** Values as text, null for NULL. Times are ISO 8601; those that have a zone are in UTC. */
export type ResultRow = readonly (string | null)[];

export interface QueryResult {
  columns: readonly ResultColumn[];
  batches: AsyncIterable<readonly ResultRow[]>;
}
