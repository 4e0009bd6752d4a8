import { customAttribute, type Fields, fields, plain } from '../../engine/search/fields.ts';
import { type Conversation, isOpen } from './model.ts';

/** What conversations can be searched by. */
export const conversationFields: Fields<Conversation> = fields(
  {
    ...plain<Conversation>(
      'string',
      `title state priority source.type source.id source.delivered_as source.subject source.author.id
      source.author.type source.author.name source.author.email source.url statistics.last_closed_by_id
      conversation_rating.remark conversation_rating.contact_id ai_agent.resolution_state ai_agent.last_answer_type
      ai_agent.rating_remark ai_agent.source_type ai_agent.source_title`,
    ),
    ...plain<Conversation>(
      'timestamp',
      `created_at updated_at waiting_since snoozed_until statistics.first_contact_reply_at
      statistics.first_assignment_at statistics.first_admin_reply_at statistics.first_close_at
      statistics.last_assignment_at statistics.last_assignment_admin_reply_at statistics.last_contact_reply_at
      statistics.last_admin_reply_at statistics.last_close_at`,
    ),
    ...plain<Conversation>(
      'integer',
      `admin_assignee_id team_assignee_id statistics.time_to_assignment statistics.time_to_admin_reply
      statistics.time_to_first_close statistics.time_to_last_close statistics.median_time_to_reply
      statistics.count_reopens statistics.count_assignments ai_agent.rating`,
    ),
    ...plain<Conversation>('number-id', 'id'),
    ...plain<Conversation>('boolean', 'read ai_agent_participated'),
    ...plain<Conversation>('words', 'source.body'),
    open: { type: 'boolean', value: isOpen },
    channel_initiated: { type: 'string', value: (conversation) => conversation.channel?.initial },
    contact_ids: { type: 'ids', value: (conversation) => conversation.contact_ids },
    tag_ids: { type: 'ids', value: (conversation) => conversation.tags.map((tag) => tag.id) },
    'conversation_rating.score': { type: 'integer', value: (one) => one.conversation_rating?.rating },
    'conversation_rating.replied_at': { type: 'timestamp', value: (one) => one.conversation_rating?.updated_at },
    'conversation_rating.requested_at': { type: 'timestamp', value: (one) => one.conversation_rating?.created_at },
    'statistics.count_conversation_parts': { type: 'integer', value: (one) => one.parts.length },
    teammate_ids: {
      type: 'ids',
      value: ({ parts }) => parts.filter((part) => part.author.type === 'admin').map((part) => part.author.id),
    },
  },
  (name) => customAttribute(name, 'custom_attributes.', (conversation) => conversation.custom_attributes),
);
