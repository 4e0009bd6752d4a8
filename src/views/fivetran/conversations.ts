/** Conversations, and who and what belongs to them. */
import { bool, id, int, item, position, tableView, text, time, type Value } from './table-view.ts';

const ofConversation = {
  conversation_id: text('conversation_id'),
  conversation_updated_at: time('conversation_updated_at'),
};

const statistics: Record<string, Value> = Object.fromEntries([
  ...[
    'time_to_assignment',
    'time_to_admin_reply',
    'time_to_first_close',
    'time_to_last_close',
    'median_time_to_reply',
    'count_reopens',
    'count_assignments',
    'count_conversation_parts',
    'handling_time',
    'adjusted_handling_time',
  ].map((name) => [`statistics_${name}`, int('statistics', name)]),
  ...[
    'first_contact_reply_at',
    'first_assignment_at',
    'first_admin_reply_at',
    'first_close_at',
    'last_assignment_at',
    'last_assignment_admin_reply_at',
    'last_contact_reply_at',
    'last_admin_reply_at',
    'last_close_at',
  ].map((name) => [`statistics_${name}`, time('statistics', name)]),
  ['statistics_last_closed_by_id', id('statistics', 'last_closed_by_id')],
]);

const source: Record<string, Value> = {
  source_type: text('source', 'type'),
  source_id: text('source', 'id'),
  source_delivered_as: text('source', 'delivered_as'),
  source_subject: text('source', 'subject'),
  source_body: text('source', 'body'),
  source_url: text('source', 'url'),
  source_redacted: bool('source', 'redacted'),
  source_author_id: id('source', 'author', 'id'),
  source_author_type: text('source', 'author', 'type'),
  source_author_name: text('source', 'author', 'name'),
  source_author_email: text('source', 'author', 'email'),
};

const rating: Record<string, Value> = {
  conversation_rating_value: int('conversation_rating', 'rating'),
  conversation_rating_remark: text('conversation_rating', 'remark'),
  conversation_rating_created_at: time('conversation_rating', 'created_at'),
  conversation_rating_contact_id: id('conversation_rating', 'contact', 'id'),
  conversation_rating_teammate_id: id('conversation_rating', 'teammate', 'id'),
};

const aiAgent: Record<string, Value> = {
  ai_agent_participated: bool('ai_agent_participated'),
  ai_agent_source_type: text('ai_agent', 'source_type'),
  ai_agent_source_title: text('ai_agent', 'source_title'),
  ai_agent_last_answer_type: text('ai_agent', 'last_answer_type'),
  ai_agent_resolution_state: text('ai_agent', 'resolution_state'),
  ai_agent_rating: int('ai_agent', 'rating'),
  ai_agent_rating_remark: text('ai_agent', 'rating_remark'),
  ai_agent_created_at: time('ai_agent', 'created_at'),
  ai_agent_updated_at: time('ai_agent', 'updated_at'),
};

export const conversations = [
  tableView({
    name: 'conversation_history',
    description: 'The conversations, a row each, as they are now.',
    of: 'conversations',
    history: true,
    custom: true,
    comments: {
      assignee_id: 'The teammate; NULL where none is assigned.',
      assignee_type: '`admin` where a teammate is assigned.',
      team_assignee_id: 'The team; NULL where none is assigned.',
    },
    columns: {
      id: text('id'),
      title: text('title'),
      created_at: time('created_at'),
      updated_at: time('updated_at'),
      waiting_since: time('waiting_since'),
      snoozed_until: time('snoozed_until'),
      state: text('state'),
      open: bool('open'),
      read: bool('read'),
      priority: text('priority'),
      assignee_id: id('admin_assignee_id'),
      assignee_type: { type: 'text', at: { told: 'admin', where: 'admin_assignee_id' } },
      team_assignee_id: id('team_assignee_id'),
      company_id: id('company', 'id'),
      sla_name: text('sla_applied', 'sla_name'),
      sla_status: text('sla_applied', 'sla_status'),
      first_contact_reply_created_at: time('first_contact_reply', 'created_at'),
      first_contact_reply_type: text('first_contact_reply', 'type'),
      first_contact_reply_url: text('first_contact_reply', 'url'),
      ...rating,
      ...source,
      ...statistics,
      ...aiAgent,
    },
  }),
  tableView({
    name: 'conversation_contact_history',
    description: 'Which contact takes part in which conversation, a row each.',
    of: 'conversation_contacts',
    history: true,
    columns: { ...ofConversation, contact_id: text('id') },
  }),
  tableView({
    name: 'conversation_admin_history',
    description: 'Which teammate takes part in which conversation, a row each.',
    of: 'conversation_teammates',
    history: true,
    only: { column: 'type', is: 'admin' },
    columns: { ...ofConversation, admin_id: text('id') },
  }),
  tableView({
    name: 'conversation_tag_history',
    description: 'Which conversation has which tag, a row each.',
    of: 'conversation_tags',
    history: true,
    columns: { ...ofConversation, tag_id: text('id') },
  }),
  tableView({
    name: 'conversation_topic_history',
    description: 'What a conversation is about, a row each.',
    of: 'conversation_topics',
    history: true,
    columns: { ...ofConversation, id: text('id'), type: text('type'), name: text('name') },
  }),
  tableView({
    name: 'conversation_ai_agent_content_source',
    description: "What Fin's answers in a conversation were made from, a row each.",
    of: 'conversations',
    history: false,
    list: ['ai_agent', 'content_sources', 'content_sources'],
    columns: {
      index: position,
      conversation_id: text('id'),
      content_type: item('text', 'content_type'),
      title: item('text', 'title'),
      url: item('text', 'url'),
      locale: item('text', 'locale'),
    },
  }),
];
