/** Staging: rows are written as lines of COPY's text format as they come, and copied into temporary tables, which the end of the transaction drops. */
import { kinds } from '../../core/columns/kinds.ts';
import { definitionOf } from '../sql/expressions.ts';
import type { Stage, Staging } from '../sql/staging.ts';
import type { TableColumn } from '../sql/table.ts';
import type { PostgresConnection } from './connection.ts';
import { rowEncoder } from './copy-text.ts';
import { postgresDialect } from './dialect.ts';
import { createLines, type Lines } from './lines.ts';

const { quote } = postgresDialect;

/** Rows as lines. */
export interface LineStage extends Stage {
  readonly lines: Lines;
  readonly columns: readonly TableColumn[];
}

function createStages(columns: readonly TableColumn[]): () => LineStage {
  const encode = rowEncoder(columns.map(({ kind }) => kinds[kind].cellType));
  return () => {
    const lines = createLines();
    return {
      columns,
      lines,
      get rows() {
        return lines.count;
      },
      get weight() {
        return lines.size;
      },
      // The server needs no more memory for heavier rows than it has for one.
      heaviest: 0,
      add: (cells) => lines.add(encode(cells)),
    };
  };
}

export function createStaging(connection: PostgresConnection): Staging<LineStage> {
  const made = new Set<string>();

  async function copy(table: string, { columns, lines }: LineStage, without?: readonly number[]): Promise<void> {
    const names = columns.map(({ name }) => quote(name)).join(', ');
    await connection.copy(`COPY ${table} (${names}) FROM STDIN`, lines.chunks(without));
  }

  return {
    stages: createStages,
    async store(stage, name, without = []) {
      const table = `pg_temp.${quote(name)}`;
      await connection.run(
        made.has(name)
          ? `TRUNCATE ${table}`
          : `CREATE TEMPORARY TABLE ${quote(name)} (${definitionOf(postgresDialect, stage.columns)}) ON COMMIT DROP`,
      );
      made.add(name);
      await copy(
        table,
        stage,
        [...without].sort((a, b) => a - b),
      );
      // Of a temporary table nothing is known, and a plan for few rows takes hours for many.
      await connection.run(`ANALYZE ${table}`);
    },
    append: (stage, table) => copy(quote(table), stage),
    async drop() {
      made.clear();
    },
  };
}
