import type { Question } from './question.ts';

export const byTopic: Question = {
  name: 'by-topic',
  sentence:
    'The topics that Intercom found in conversations: how many conversations each is in, their percentage of all, and how many of them are not closed.',
  streams: ['conversations', 'conversation_topics'],
  sql: ({ percent }) => `
SELECT conversation_topics.name AS topic, count(*) AS conversations,
  ${percent('count(*)', '(SELECT count(*) FROM conversations)')} AS percent,
  count(*) FILTER (WHERE conversations.state <> 'closed') AS unclosed
FROM conversation_topics
JOIN conversations ON conversations.id = conversation_topics.conversation_id
GROUP BY conversation_topics.id, conversation_topics.name
ORDER BY 2 DESC, 1`,
};
