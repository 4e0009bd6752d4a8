/** What a database can tell: the streams, columns and fields that a figure needs. What is not known must not be shown as 0. */
import { wordsOf } from '../expressions/words.ts';
import type { Asking } from '../questions/question.ts';
import type { Ask } from './ask.ts';
import type { Asked } from './section.ts';

/** Why a figure can't be told. */
export type Lack =
  | { kind: 'streams'; streams: readonly string[] }
  | { kind: 'columns'; columns: readonly string[] }
  | { kind: 'unread'; stream: string }
  | { kind: 'fields'; stream: string; fields: readonly string[] };

export interface Known {
  /** What a question lacks, first of all. */
  lackOf(asked: Pick<Asked, 'reads'>): Lack | undefined;
}

export interface KnownOptions {
  ask: Ask;
  asking: Asking;
  /** The tables there are. */
  tables: readonly string[];
  /** All that will be asked, by which the database is looked at once. */
  asked: readonly Pick<Asked, 'reads'>[];
  /** Streams that were never read to their end. */
  unread: ReadonlySet<string>;
}

interface StreamFacts {
  columns: ReadonlySet<string>;
  rows: number;
  /** Fields that no row tells. */
  unfilled: ReadonlySet<string>;
}

export async function knownIn({ ask, asking, tables, asked, unread }: KnownOptions): Promise<Known> {
  const fields = new Map<string, Set<string>>();
  for (const { reads } of asked)
    for (const [stream, names] of Object.entries(reads))
      fields.set(stream, new Set([...(fields.get(stream) ?? []), ...names]));
  const facts = new Map<string, StreamFacts>();
  for (const [stream, names] of fields)
    if (tables.includes(stream)) facts.set(stream, await factsOf(stream, [...names], { ask, asking }));
  return {
    lackOf({ reads }) {
      const streams = Object.keys(reads);
      const missing = streams.filter((stream) => !facts.has(stream));
      if (missing.length > 0) return { kind: 'streams', streams: missing };
      const columns = streams.flatMap((stream) =>
        [...new Set(reads[stream]!.map(columnOf))]
          .filter((column) => !facts.get(stream)!.columns.has(column))
          .map((column) => `${stream}.${column}`),
      );
      if (columns.length > 0) return { kind: 'columns', columns };
      const empty = streams.find((stream) => facts.get(stream)!.rows === 0 && unread.has(stream));
      if (empty !== undefined) return { kind: 'unread', stream: empty };
      for (const stream of streams) {
        const unfilled = reads[stream]!.filter((field) => facts.get(stream)!.unfilled.has(field));
        if (unfilled.length > 0) return { kind: 'fields', stream, fields: unfilled };
      }
      return undefined;
    },
  };
}

const columnOf = (field: string): string => field.split('.')[0]!;

async function factsOf(
  stream: string,
  names: readonly string[],
  { ask, asking }: Pick<KnownOptions, 'ask' | 'asking'>,
): Promise<StreamFacts> {
  const { columns } = await ask(`SELECT * FROM ${stream} LIMIT 0`);
  const { text } = wordsOf(asking.dialect, asking.zone);
  const inside = names.filter((name) => name.includes('.') && columns.includes(columnOf(name)));
  const counts = inside.map((name) => {
    const [column, ...path] = name.split('.') as [string, ...string[]];
    return `count(${text(column, ...path)})`;
  });
  const { rows } = await ask(`SELECT ${['count(*)', ...counts].join(', ')} FROM ${stream}`);
  const [count, ...told] = rows[0]!.map(Number) as [number, ...number[]];
  return {
    columns: new Set(columns),
    rows: count,
    unfilled: new Set(count === 0 ? [] : inside.filter((_, i) => told[i] === 0)),
  };
}
