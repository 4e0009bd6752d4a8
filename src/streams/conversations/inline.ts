/** What search gives inside of each conversation: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations */
import { described, epoch, text } from '../../core/columns/columns.ts';
import { childRows } from '../common/children.ts';
import { innerList } from '../common/inner-list.ts';
import { linksOf } from '../common/linked-objects.ts';
import { contactReferenceColumns, referenceColumns } from '../common/reference.ts';
import { tagColumns } from '../common/tag.ts';
import type { Stream } from '../stream.ts';
import { ofEachConversation } from './child.ts';
import { topicColumns } from './columns.ts';

/** A stream of the objects with an id that a conversation lists in a field, under one of these names. */
const inline = (literal: Pick<Stream, 'name' | 'description' | 'columns'>, field: string, ...names: string[]): Stream =>
  ofEachConversation({
    ...literal,
    primaryKey: ['conversation_id', 'id'],
    rows: (conversation) => childRows('conversation', conversation, innerList(conversation[field], ...names).items),
    truncated: (conversation) => !innerList(conversation[field], ...names).isWhole,
  });

export const conversationContacts = inline(
  {
    name: 'conversation_contacts',
    description: 'Which contacts are in which conversation: one row each.',
    columns: { ...contactReferenceColumns, id: described(text, 'The id of contacts.') },
  },
  'contacts',
  'contacts',
);

export const conversationTeammates = inline(
  {
    name: 'conversation_teammates',
    description: 'Which teammates have written in which conversation: one row each.',
    columns: { ...referenceColumns, id: described(text, 'The id of admins.') },
  },
  'teammates',
  // The wire says admins, the reference teammates.
  'admins',
  'teammates',
);

export const conversationTags = inline(
  {
    name: 'conversation_tags',
    description: 'Which tags are on which conversation, since when and by whom: one row each.',
    columns: {
      ...tagColumns,
      id: described(text, 'The id of tags.'),
      applied_at: described(epoch, 'When it was put there.'),
    },
  },
  'tags',
  'tags',
);

export const conversationTopics = inline(
  {
    name: 'conversation_topics',
    description: 'Which topics Intercom found in which conversation, where it tells them: one row each.',
    columns: topicColumns,
  },
  'topics',
  'topics',
);

export const conversationLinks = ofEachConversation({
  ...linksOf('conversation'),
  name: 'conversation_links',
  description: 'Which conversations and tickets a conversation is linked to, 1,000 at most: one row each.',
});
