/** How long something took, by the team or the teammate that the conversation is assigned to. */
import type { Question } from './question.ts';

type Words = Parameters<Question['sql']>[0];

/** What took so long: a number of seconds in a conversation's statistics. */
export interface Duration {
  /** Its key there. */
  key: string;
  /** What the conversations with such a number are called, as the column that counts them, and as the rows that are read. */
  counted: string;
  rows: string;
  unit: { name: string; seconds: number };
  /** Of which conversations. Default: all. */
  where?: string;
}

const measures = ({ counted, unit }: Duration, { quantile, rounded }: Words) => `count(*) AS ${counted},
  ${rounded(`${quantile(0.5, 'seconds')} / ${unit.seconds}`)} AS median_${unit.name},
  ${rounded(`${quantile(0.9, 'seconds')} / ${unit.seconds}`)} AS p90_${unit.name}`;

export const byTeam =
  (duration: Duration): Question['sql'] =>
  (words) =>
    `
SELECT coalesce(teams.name, '(no team)') AS team, ${measures(duration, words)}
FROM (
  SELECT team_assignee_id, ${words.number('statistics', duration.key)} AS seconds FROM conversations${duration.where ? ` WHERE ${duration.where}` : ''}
) AS ${duration.rows}
LEFT JOIN teams ON teams.id = ${duration.rows}.team_assignee_id
WHERE seconds IS NOT NULL
GROUP BY teams.id, teams.name
ORDER BY 2 DESC, 1`;

export const byTeammate =
  (duration: Duration): Question['sql'] =>
  (words) =>
    `
SELECT CASE WHEN is_nobodys THEN '(nobody)' ELSE coalesce(admins.name, '(former teammate)') END AS teammate, ${measures(duration, words)}
FROM (
  SELECT admin_assignee_id, admin_assignee_id IS NULL AS is_nobodys, ${words.number('statistics', duration.key)} AS seconds
  FROM conversations${duration.where ? `\n  WHERE ${duration.where}` : ''}
) AS ${duration.rows}
LEFT JOIN admins ON admins.id = ${duration.rows}.admin_assignee_id
WHERE seconds IS NOT NULL
GROUP BY admins.id, admins.name, is_nobodys
ORDER BY 2 DESC, 1`;
