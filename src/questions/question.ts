/** A question that is ready: what it is called, what it tells, and its SQL for each database. */
import type { DialectName } from '../expressions/dialects.ts';
import { type Words, wordsOf } from '../expressions/words.ts';

export interface Question {
  /** As `query --question` takes it. */
  name: string;
  /** What it tells, and how it is counted. */
  sentence: string;
  /** Without these it can't be answered. */
  streams: readonly string[];
  sql(words: QuestionWords): string;
}

export interface Asking {
  dialect: DialectName;
  /** IANA's name of a time zone. */
  zone: string;
  now: Date;
}

/** `now`: the time at which it is asked. */
export type QuestionWords = Words & { now: string };

export const sqlOf = ({ sql }: Question, { dialect, zone, now }: Asking): string =>
  sql({ ...wordsOf(dialect, zone), now: `CAST('${now.toISOString()}' AS TIMESTAMP WITH TIME ZONE)` });

/** Whether its answer depends on the time zone. */
export function isZoned(question: Question): boolean {
  const inZone = (zone: string) => sqlOf(question, { dialect: 'duckdb', zone, now: new Date(0) });
  return inZone('UTC') !== inZone('Asia/Tokyo');
}
