import type { View } from '../core/view.ts';
import { wordsOf } from '../expressions/words.ts';

export const conversationPartsFlat: View = {
  name: 'conversation_parts_flat',
  description:
    'The parts of conversations, a row each, with who wrote them, to whom they assign, and their text without HTML.',
  columns: {
    author_type: '`user`, `lead`, `admin`, `bot` or `team`.',
    from_ai_agent: 'Whether Fin wrote it.',
    assigned_to_type: 'Of parts that assign: `admin` or `team`.',
    body_text: 'The text of the body, without HTML.',
  },
  reads: {
    conversation_parts: [
      'id',
      'conversation_id',
      'part_type',
      'created_at',
      'updated_at',
      'author',
      'assigned_to',
      'body',
    ],
  },
  query({ sql, zone, table }) {
    const { text, bool, plainText } = wordsOf(sql, zone);
    return `
SELECT id, conversation_id, part_type, created_at, updated_at,
  ${text('author', 'type')} AS author_type, ${text('author', 'id')} AS author_id, ${text('author', 'name')} AS author_name,
  ${text('author', 'email')} AS author_email, coalesce(${bool('author', 'from_ai_agent')}, false) AS from_ai_agent,
  ${text('assigned_to', 'type')} AS assigned_to_type, ${text('assigned_to', 'id')} AS assigned_to_id,
  ${plainText('body')} AS body_text
FROM ${table('conversation_parts')} AS parts`;
  },
};
