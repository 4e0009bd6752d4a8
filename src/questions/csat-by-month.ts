import type { Question } from './question.ts';

export const csatByMonth: Question = {
  name: 'csat-by-month',
  sentence:
    'How contacts rated the help, by the month in which the conversation began: ratings, their average of 1 to 5, and the percentage of 4 and 5.',
  streams: ['conversations'],
  sql: ({ month, number, rounded, percent }) => `
SELECT ${month('created_at')} AS month, count(*) AS ratings, ${rounded('avg(rating)')} AS average,
  ${percent('count(*) FILTER (WHERE rating >= 4)', 'count(*)')} AS csat_percent
FROM (SELECT created_at, ${number('conversation_rating', 'rating')} AS rating FROM conversations) AS rated
WHERE rating IS NOT NULL
GROUP BY 1
ORDER BY 1`,
};
