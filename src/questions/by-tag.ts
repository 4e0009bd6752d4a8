import type { Question } from './question.ts';

export const byTag: Question = {
  name: 'by-tag',
  sentence:
    'The tags on conversations: how many conversations each is on, their percentage of all, and how many of them are not closed.',
  streams: ['conversations', 'conversation_tags'],
  sql: ({ percent }) => `
SELECT conversation_tags.name AS tag, count(*) AS conversations,
  ${percent('count(*)', '(SELECT count(*) FROM conversations)')} AS percent,
  count(*) FILTER (WHERE conversations.state <> 'closed') AS unclosed
FROM conversation_tags
JOIN conversations ON conversations.id = conversation_tags.conversation_id
GROUP BY conversation_tags.id, conversation_tags.name
ORDER BY 2 DESC, 1`,
};
