/** The parts of conversations, and what is inside of them. */
import { id, item, numbered, tableView, text, time } from './table-view.ts';

const ofPart = {
  conversation_part_id: text('conversation_part_id'),
  conversation_part_updated_at: time('conversation_updated_at'),
};

export const conversationParts = [
  tableView({
    name: 'conversation_part_history',
    description: 'The parts of conversations, a row each, as they are now.',
    of: 'conversation_parts',
    history: true,
    comments: {
      body: 'HTML; NULL where the part has no text, as a part that only assigns.',
      author_id: 'NULL where nobody wrote it.',
      assigned_to_id: 'NULL where nobody is assigned.',
    },
    columns: {
      id: text('id'),
      conversation_id: text('conversation_id'),
      conversation_updated_at: time('conversation_updated_at'),
      part_type: text('part_type'),
      body: text('body'),
      author_id: id('author', 'id'),
      author_type: text('author', 'type'),
      assigned_to_id: id('assigned_to', 'id'),
      assigned_to_type: text('assigned_to', 'type'),
      state: text('state'),
      created_at: time('created_at'),
      updated_at: time('updated_at'),
      notified_at: time('notified_at'),
      app_package_code: text('app_package_code'),
      email_message_metadata_subject: text('email_message_metadata', 'subject'),
    },
  }),
  tableView({
    name: 'conversation_part_attachment_history',
    description: 'The files of parts, a row each.',
    of: 'conversation_part_attachments',
    history: true,
    comments: { conversation_part_updated_at: 'When the conversation was updated.' },
    columns: { ...ofPart, url: text('url'), name: text('name') },
  }),
  tableView({
    name: 'conversation_part_tag_history',
    description: 'Which part has which tag, a row each.',
    of: 'conversation_part_tags',
    history: true,
    comments: { conversation_part_updated_at: 'When the conversation was updated.' },
    columns: { ...ofPart, tag_id: text('id') },
  }),
  tableView({
    name: 'email_address_header',
    description: 'The addresses of mails in parts of conversations, a row each.',
    of: 'conversation_parts',
    history: false,
    list: ['email_message_metadata', 'email_address_headers'],
    columns: {
      _fivetran_id: numbered('id'),
      conversation_part_id: text('id'),
      type: item('text', 'type'),
      email_address: item('text', 'email_address'),
      name: item('text', 'name'),
    },
  }),
];
