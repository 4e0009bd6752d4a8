/** Which conversations the report is about, in SQL. Pure. */
import { wordsOf } from '../expressions/words.ts';
import { type Asking, sqlOf } from '../questions/question.ts';
import type { Asked } from './section.ts';

export interface Scope {
  /** A date in the workspace's time zone: what was before it is left out. */
  since?: string;
  /** Ids of teams: only conversations that are assigned to one of them. */
  teams?: readonly string[];
}

/**
 * The SQL of a question, asked of the conversations in the scope: they stand under the name of their table. Only the columns that are read come
 * along, since PostgreSQL keeps rows that are asked for twice.
 */
export function scopedSql({ question, reads, since }: Asked, asking: Asking, scope: Scope): string {
  const { day, time, number } = wordsOf(asking.dialect, asking.zone);
  const date = { begun: day('created_at'), closed: day(time(number('statistics', 'last_close_at'))) };
  const conditions = [
    ...(scope.since !== undefined && since ? [`${date[since]} >= DATE ${literal(scope.since)}`] : []),
    ...(scope.teams ? [`team_assignee_id IN (${scope.teams.map(literal).join(', ')})`] : []),
  ];
  const sql = sqlOf({ ...question, name: '', sentence: '' }, asking);
  if (conditions.length === 0) return sql;
  const columns = [...new Set(reads.conversations!.map((field) => field.split('.')[0]!))];
  return `WITH conversations AS (SELECT ${columns.join(', ')} FROM conversations WHERE ${conditions.join(' AND ')})${sql}`;
}

const literal = (text: string): string => `'${text.replaceAll("'", "''")}'`;
