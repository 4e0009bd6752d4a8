/** What was warned about, each kind once. Pure. */
import type { Finding, LogEvent } from '../core/events.ts';

export interface Warning {
  text: string;
  /** SQL, each of which shows some of the rows. */
  queries: string[];
}

/** `select`: the SQL that shows what is found, where there is one. */
export function warningsOf(
  logs: readonly LogEvent[],
  select: (finding: Finding) => string | undefined = () => undefined,
): Warning[] {
  const found = (kind: Finding['kind']) => logs.flatMap(({ finding }) => (finding?.kind === kind ? [finding] : []));
  const queriesOf = (findings: Finding[]) => [...new Set(findings.map(select).filter((sql) => sql !== undefined))];
  const kinds = [
    { text: truncatedText, findings: found('truncated') },
    { text: mismatchText, findings: found('type_mismatch') },
  ];
  return [
    ...kinds
      .filter(({ findings }) => findings.length > 0)
      .map(({ text, findings }) => ({ text: text(findings), queries: queriesOf(findings) })),
    ...plain(logs.filter(({ finding }) => !finding)),
  ];
}

function truncatedText(findings: Finding[]): string {
  const counts = findings.map(({ count }) => count ?? Number.NaN);
  const total = counts.reduce((sum, count) => sum + count, 0);
  const records = Number.isNaN(total) ? 'many records' : total === 1 ? '1 record' : `${number(total)} records`;
  const of = findings.map(({ stream, count }) => (count === undefined ? stream : `${stream}: ${number(count)}`));
  return `Of ${records} Intercom gives only some of what belongs to them (${of.join(', ')}).`;
}

function mismatchText(findings: Finding[]): string {
  const columns = findings.map(({ stream, column }) => `${stream}.${column}`);
  const which = findings.length === 1 ? '1 column with values' : `${number(findings.length)} columns with values`;
  return `${which} of another type than documented, which are kept as they came (${columns.join(', ')}).`;
}

/** Warnings that are like no others but themselves. */
function plain(logs: readonly LogEvent[]): Warning[] {
  const times = new Map<string, number>();
  for (const { message } of logs) times.set(message, (times.get(message) ?? 0) + 1);
  return [...times].map(([message, count]) => ({
    text: count === 1 ? message : `${message} (${number(count)} times)`,
    queries: [],
  }));
}

const number = (value: number): string => value.toLocaleString('en-US');
