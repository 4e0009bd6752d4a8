import type { Question } from './question.ts';

const measures = ({ quantile, rounded }: Parameters<Question['sql']>[0]) => `count(*) AS closed,
  ${rounded(`${quantile(0.5, 'seconds')} / 3600`)} AS median_hours,
  ${rounded(`${quantile(0.9, 'seconds')} / 3600`)} AS p90_hours`;

export const timeToCloseByTeam: Question = {
  name: 'time-to-close-by-team',
  sentence:
    'How long it takes until a conversation is closed for good, by the team that it is assigned to: median and 90th percentile of time_to_last_close, which counts office hours only, of what is closed now.',
  streams: ['conversations', 'teams'],
  sql: (words) => `
SELECT coalesce(teams.name, '(no team)') AS team, ${measures(words)}
FROM (
  SELECT team_assignee_id, ${words.number('statistics', 'time_to_last_close')} AS seconds FROM conversations WHERE state = 'closed'
) AS closes
LEFT JOIN teams ON teams.id = closes.team_assignee_id
WHERE seconds IS NOT NULL
GROUP BY teams.id, teams.name
ORDER BY 2 DESC, 1`,
};

export const timeToCloseByTeammate: Question = {
  name: 'time-to-close-by-teammate',
  sentence:
    'How long it takes until a conversation is closed for good, by the teammate that it is assigned to: median and 90th percentile of time_to_last_close, which counts office hours only, of what is closed now.',
  streams: ['conversations', 'admins'],
  sql: (words) => `
SELECT CASE WHEN is_nobodys THEN '(nobody)' ELSE coalesce(admins.name, '(former teammate)') END AS teammate, ${measures(words)}
FROM (
  SELECT admin_assignee_id, admin_assignee_id IS NULL AS is_nobodys, ${words.number('statistics', 'time_to_last_close')} AS seconds
  FROM conversations
  WHERE state = 'closed'
) AS closes
LEFT JOIN admins ON admins.id = closes.admin_assignee_id
WHERE seconds IS NOT NULL
GROUP BY admins.id, admins.name, is_nobodys
ORDER BY 2 DESC, 1`,
};
