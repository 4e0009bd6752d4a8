/** A question that is ready: what it is called, what it tells, and its SQL for each database. */
import { type DialectName, dialects } from './dialects.ts';

export interface Question {
  /** As `query --question` takes it. */
  name: string;
  /** What it tells, and how it is counted. */
  sentence: string;
  /** Without these it can't be answered. */
  streams: readonly string[];
  sql(words: Words): string;
}

/** What the SQL of a question is made of: expressions, as SQL. */
export interface Words {
  /** A text or a number inside a JSON column; NULL where it is none. */
  text(column: string, ...path: string[]): string;
  number(column: string, ...path: string[]): string;
  /** Unix seconds as a time. */
  time(seconds: string): string;
  /** A time as the workspace's clocks show it. */
  local(time: string): string;
  /** The date of a time there; the Monday of its week; the first of its month. */
  day(time: string): string;
  week(time: string): string;
  month(time: string): string;
  /** The time at which it is asked. */
  now: string;
  /** Below which lies such a part of the values. */
  quantile(part: number, values: string): string;
  /** With one decimal. */
  rounded(number: string): string;
  /** How many of a hundred, with one decimal; NULL of none. */
  percent(part: string, whole: string): string;
}

export interface Asking {
  dialect: DialectName;
  /** IANA's name of a time zone. */
  zone: string;
  now: Date;
}

export function sqlOf({ sql }: Question, { dialect, zone, now }: Asking): string {
  const local = (time: string) => `(${time} AT TIME ZONE '${zone.replaceAll("'", "''")}')`;
  const rounded = (number: string) => `CAST(${number} AS DECIMAL(18, 1))`;
  const since = (part: string) => (time: string) => `CAST(date_trunc('${part}', ${local(time)}) AS DATE)`;
  return sql({
    ...dialects[dialect],
    time: (seconds) => `to_timestamp(${seconds})`,
    local,
    day: since('day'),
    week: since('week'),
    month: since('month'),
    now: `CAST('${now.toISOString()}' AS TIMESTAMP WITH TIME ZONE)`,
    quantile: (part, values) => `percentile_cont(${part}) WITHIN GROUP (ORDER BY ${values})`,
    rounded,
    percent: (part, whole) => rounded(`100.0 * ${part} / nullif(${whole}, 0)`),
  });
}

/** Whether its answer depends on the time zone. */
export function isZoned(question: Question): boolean {
  const inZone = (zone: string) => sqlOf(question, { dialect: 'duckdb', zone, now: new Date(0) });
  return inZone('UTC') !== inZone('Asia/Tokyo');
}
