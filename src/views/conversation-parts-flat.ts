import type { View } from '../core/view.ts';
import type { Shape } from '../expressions/objects.ts';
import { wordsOf } from '../expressions/words.ts';

const authorShape = {
  type: 'text',
  id: 'text',
  name: 'text',
  email: 'text',
  from_ai_agent: 'bool',
  is_ai_answer: 'bool',
} satisfies Shape;

export const conversationPartsFlat: View = {
  name: 'conversation_parts_flat',
  description:
    'The parts of conversations, a row each: what was said and done, by whom, to whom it assigns, and its text without HTML.',
  columns: {
    id: "Intercom's id of the part.",
    conversation_id: 'Joins with conversation_metrics.id and conversations.id.',
    position: 'The place of the part in its conversation by time, from 1, among those that are loaded.',
    part_type: '`comment`, `note`, `assignment`, `close`, `open`, `snoozed` and so on, as Intercom has it.',
    created_at: 'When it was written or done.',
    updated_at: 'When it was last changed.',
    state: 'The state of the conversation then: `open`, `closed` or `snoozed`.',
    author_type: '`user`, `lead`, `admin`, `bot` or `team`.',
    author_id: 'Joins with admins.id or contacts.id, as author_type says.',
    author_name: 'The name of its author when it was last read.',
    author_email: 'The email address of its author when it was last read.',
    from_ai_agent: 'Whether Fin wrote it.',
    is_ai_answer: "Whether it is an answer of Fin's.",
    is_note: 'Whether it is a note, which only teammates see.',
    assigned_to_type: 'Of parts that assign: `admin` or `team`.',
    assigned_to_id: 'Joins with admins.id or teams.id, as assigned_to_type says.',
    assigned_to_name: 'The name that the teammate or team has now.',
    redacted: 'Whether what it said was taken away.',
    attachments_count: 'How many files came with it.',
    email_subject: 'The subject, where it came or went as an email.',
    body: 'What it says, as HTML.',
    body_text: 'What it says, without HTML.',
  },
  reads: {
    conversation_parts: [
      ...['id', 'conversation_id', 'part_type', 'created_at', 'updated_at', 'state', 'author', 'assigned_to'],
      ...['redacted', 'attachments', 'email_message_metadata', 'body'],
    ],
    admins: ['id', 'name'],
    teams: ['id', 'name'],
  },
  query({ sql, zone, table }) {
    const { object, text, length, plainText } = wordsOf(sql, zone);
    const author = object('author', authorShape);
    const assignee = object('assigned_to', { type: 'text', id: 'text' });
    return `
SELECT parts.id, parts.conversation_id,
  row_number() OVER (PARTITION BY parts.conversation_id ORDER BY parts.created_at, length(parts.id), parts.id) AS position,
  parts.part_type, parts.created_at, parts.updated_at, parts.state,
  parts.author_type, parts.author_id, parts.author_name, parts.author_email,
  parts.from_ai_agent, parts.is_ai_answer, parts.part_type LIKE 'note%' AS is_note,
  parts.assigned_to_type, parts.assigned_to_id, coalesce(admins.name, teams.name) AS assigned_to_name,
  parts.redacted, parts.attachments_count, parts.email_subject,
  parts.body, ${plainText('parts.body')} AS body_text
FROM (
  SELECT id, conversation_id, part_type, created_at, updated_at, state,
    ${author.at('type')} AS author_type, ${author.at('id')} AS author_id, ${author.at('name')} AS author_name,
    ${author.at('email')} AS author_email, ${author.at('from_ai_agent')} AS from_ai_agent, ${author.at('is_ai_answer')} AS is_ai_answer,
    ${assignee.at('type')} AS assigned_to_type, ${assignee.at('id')} AS assigned_to_id,
    redacted, attachments_count, email_subject, body
  FROM (
    SELECT id, conversation_id, part_type, created_at, updated_at, state, redacted, body,
      ${author.decoded} AS author, ${assignee.decoded} AS assigned_to,
      ${length('attachments')} AS attachments_count, ${text('email_message_metadata', 'subject')} AS email_subject
    FROM ${table('conversation_parts')} AS conversation_parts
  ) AS decoded
) AS parts
LEFT JOIN ${table('admins')} AS admins ON parts.assigned_to_type = 'admin' AND admins.id = parts.assigned_to_id
LEFT JOIN ${table('teams')} AS teams ON parts.assigned_to_type = 'team' AND teams.id = parts.assigned_to_id`;
  },
};
