import type { Question } from './question.ts';

export const csatByTeam: Question = {
  name: 'csat-by-team',
  sentence:
    'How contacts rated the help, by the team that the conversation is assigned to: ratings, their average of 1 to 5, and the percentage of 4 and 5.',
  streams: ['conversations', 'teams'],
  sql: ({ number, rounded, percent }) => `
SELECT coalesce(teams.name, '(no team)') AS team, count(*) AS ratings, ${rounded('avg(rating)')} AS average,
  ${percent('count(*) FILTER (WHERE rating >= 4)', 'count(*)')} AS csat_percent
FROM (
  SELECT team_assignee_id, ${number('conversation_rating', 'rating')} AS rating FROM conversations
) AS rated
LEFT JOIN teams ON teams.id = rated.team_assignee_id
WHERE rating IS NOT NULL
GROUP BY teams.id, teams.name
ORDER BY 2 DESC, 1`,
};
