/** A section of the report: a question, what it takes to answer it, and how the answer is shown. */
import type { Question } from '../questions/question.ts';
import type { ChartSpec } from './charts/spec.ts';

/** A value of a table: a number where the database has one. Null where it is not known, or of nothing. */
export type Cell = string | number | null;

export interface Table {
  /** Their names in SQL. */
  columns: readonly string[];
  rows: readonly (readonly Cell[])[];
}

/** What `since` is compared with: when a conversation began, or when it was last closed. */
export type SinceField = 'begun' | 'closed';

/** Something asked of the conversations that the report is about. */
export interface Asked {
  question: Pick<Question, 'streams' | 'sql'>;
  /**
   * What it reads, by stream: columns, and fields inside of JSON columns (`statistics.count_reopens`). A figure is told only where the database has
   * the columns, and some record tells each field: what was left out of the sync is no 0.
   */
  reads: Readonly<Record<string, readonly string[]>>;
  /** Undefined where `since` leaves it as it is. */
  since?: SinceField;
}

export interface Section extends Asked {
  /** Of the part of the page, and of the CSV file. */
  id: string;
  title: string;
  /** What is counted, and how: for someone who reads no SQL. */
  definition: string;
  /** Shows the answer otherwise than the database gives it. */
  shape?(table: Table): Table;
  /** `full`: across the page, where that has two columns. */
  layout?: 'full';
  /** Rows that the page has room for; CSV has all. Default: all. */
  mostRows?: number;
  /** Undefined where a picture tells no more than the table. */
  chart?(table: Table): ChartSpec;
  /** What the marks of the picture are, where that does not go without saying. */
  caption?: string;
}

/** The columns of a table by name, a value a row. */
export function valuesOf({ columns, rows }: Table, column: string): Cell[] {
  const at = columns.indexOf(column);
  if (at < 0) throw new Error(`There is no column ${column}.`);
  return rows.map((row) => row[at]!);
}
