/** What the SQL of a question or a view is made of: expressions, for every database from one text. */
import { type DialectName, dialects } from './dialects.ts';
import { type Decoded, decoderFor, type Shape } from './objects.ts';
import { plainText } from './plain-text.ts';

/** Expressions that read tables, as SQL. */
export interface Words {
  /** A text, a number or a truth value inside a JSON column; NULL where it is none. */
  text(column: string, ...path: string[]): string;
  number(column: string, ...path: string[]): string;
  bool(column: string, ...path: string[]): string;
  /** An object or a list inside a JSON column. */
  json(column: string, ...path: string[]): string;
  /** How many items a list in a JSON column has. */
  length(column: string): string;
  /** A JSON column of which many fields are read. */
  object(column: string, shape: Shape): Decoded;
  /** Something to join: a row for each object of a list in a JSON column, as `name.value`, and its place as `name.position`, from 0. None where it is no list. */
  items(column: string, path: readonly string[], name: string): string;
  /** HTML as the text that it shows; NULL of NULL. */
  plainText(html: string): string;
  /** Unix seconds as a time. */
  time(seconds: string): string;
  /** Seconds from one time to a later one. */
  seconds(from: string, to: string): string;
  /** A time as the workspace's clocks show it. */
  local(time: string): string;
  /** The date of a time there; the Monday of its week; the first of its month. */
  day(time: string): string;
  week(time: string): string;
  month(time: string): string;
  /** All dates from one to another, a row each: to stand alone behind SELECT. */
  dates(from: string, to: string): string;
  /** The texts of a group, in order, with commas between them. */
  joined(texts: string): string;
  /** Below which lies such a part of the values. */
  quantile(part: number, values: string): string;
  /** With one decimal. */
  rounded(number: string): string;
  /** How many of a hundred, with one decimal; NULL of none. */
  percent(part: string, whole: string): string;
}

/** `zone`: IANA's name of the workspace's time zone. */
export function wordsOf(dialect: DialectName, zone: string): Words {
  const local = (time: string) => `(${time} AT TIME ZONE '${zone.replaceAll("'", "''")}')`;
  const rounded = (number: string) => `CAST(${number} AS DECIMAL(18, 1))`;
  const since = (part: string) => (time: string) => `CAST(date_trunc('${part}', ${local(time)}) AS DATE)`;
  return {
    ...dialects[dialect],
    object: decoderFor(dialect),
    plainText,
    time: (seconds) => `to_timestamp(${seconds})`,
    seconds: (from, to) => `extract(epoch FROM (${to} - ${from}))`,
    local,
    day: since('day'),
    week: since('week'),
    month: since('month'),
    quantile: (part, values) => `percentile_cont(${part}) WITHIN GROUP (ORDER BY ${values})`,
    rounded,
    percent: (part, whole) => rounded(`100.0 * ${part} / nullif(${whole}, 0)`),
  };
}
