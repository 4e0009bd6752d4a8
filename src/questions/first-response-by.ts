import type { Question } from './question.ts';

const measures = ({ quantile, rounded }: Parameters<Question['sql']>[0]) => `count(*) AS answered,
  ${rounded(`${quantile(0.5, 'seconds')} / 60`)} AS median_minutes,
  ${rounded(`${quantile(0.9, 'seconds')} / 60`)} AS p90_minutes`;

export const firstResponseByTeam: Question = {
  name: 'first-response-by-team',
  sentence:
    'How long contacts wait for a first answer of a teammate, by the team that the conversation is assigned to: median and 90th percentile of time_to_admin_reply, which counts office hours only.',
  streams: ['conversations', 'teams'],
  sql: (words) => `
SELECT coalesce(teams.name, '(no team)') AS team, ${measures(words)}
FROM (
  SELECT team_assignee_id, ${words.number('statistics', 'time_to_admin_reply')} AS seconds FROM conversations
) AS answers
LEFT JOIN teams ON teams.id = answers.team_assignee_id
WHERE seconds IS NOT NULL
GROUP BY teams.id, teams.name
ORDER BY 2 DESC, 1`,
};

export const firstResponseByTeammate: Question = {
  name: 'first-response-by-teammate',
  sentence:
    'How long contacts wait for a first answer, by the teammate that the conversation is assigned to: median and 90th percentile of time_to_admin_reply, which counts office hours only.',
  streams: ['conversations', 'admins'],
  sql: (words) => `
SELECT CASE WHEN is_nobodys THEN '(nobody)' ELSE coalesce(admins.name, '(former teammate)') END AS teammate, ${measures(words)}
FROM (
  SELECT admin_assignee_id, admin_assignee_id IS NULL AS is_nobodys, ${words.number('statistics', 'time_to_admin_reply')} AS seconds
  FROM conversations
) AS answers
LEFT JOIN admins ON admins.id = answers.admin_assignee_id
WHERE seconds IS NOT NULL
GROUP BY admins.id, admins.name, is_nobodys
ORDER BY 2 DESC, 1`,
};
