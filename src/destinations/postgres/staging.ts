/** Staging: rows are written as lines of COPY's text format as they come, and copied into temporary tables, which the end of the transaction drops. */
import { kinds } from '../../core/columns/kinds.ts';
import { definitionOf } from '../sql/expressions.ts';
import type { Stage, Staging } from '../sql/staging.ts';
import type { TableColumn } from '../sql/table.ts';
import type { PostgresConnection } from './connection.ts';
import { rowEncoder } from './copy-text.ts';
import { postgresDialect } from './dialect.ts';

const { quote } = postgresDialect;

/** Rows as lines. */
export interface LineStage extends Stage {
  readonly lines: readonly string[];
  readonly columns: readonly TableColumn[];
}

function createStages(columns: readonly TableColumn[]): () => LineStage {
  const encode = rowEncoder(columns.map(({ kind }) => kinds[kind].cellType));
  return () => {
    const lines: string[] = [];
    let weight = 0;
    return {
      columns,
      lines,
      get rows() {
        return lines.length;
      },
      get weight() {
        return weight;
      },
      // The server needs no more memory for heavier rows than it has for one.
      heaviest: 0,
      add(cells) {
        const line = encode(cells);
        lines.push(line);
        weight += line.length;
      },
    };
  };
}

/** Characters that are sent at once. */
const chunkLength = 65_536;

function* chunksOf(lines: Iterable<string>): Generator<Buffer> {
  let chunk = '';
  for (const line of lines) {
    chunk += line;
    if (chunk.length < chunkLength) continue;
    yield Buffer.from(chunk);
    chunk = '';
  }
  if (chunk) yield Buffer.from(chunk);
}

export function createStaging(connection: PostgresConnection): Staging<LineStage> {
  const made = new Set<string>();

  async function copy(table: string, { columns }: LineStage, lines: Iterable<string>): Promise<void> {
    const names = columns.map(({ name }) => quote(name)).join(', ');
    await connection.copy(`COPY ${table} (${names}) FROM STDIN`, chunksOf(lines));
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
      const dropped = new Set(without);
      await copy(table, stage, dropped.size === 0 ? stage.lines : stage.lines.filter((_, i) => !dropped.has(i)));
      // Of a temporary table nothing is known, and a plan for few rows takes hours for many.
      await connection.run(`ANALYZE ${table}`);
    },
    append: (stage, table) => copy(quote(table), stage, stage.lines),
    async drop() {
      made.clear();
    },
  };
}
