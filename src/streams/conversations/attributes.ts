/** Attributes of conversations: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/conversations-attributes */
import { bool, type Columns, described, epoch, list, object, text, textReference } from '../../core/columns/columns.ts';
import { listing } from '../../intercom/readers/listing.ts';
import { entitiesAt, withId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { defineStream, type Scan } from '../stream.ts';

const scan: Scan = {
  name: 'conversation_attributes',
  read: listing({ path: '/conversations/attributes', query: { include_archived: 'true' }, items: 'data' }),
};

const optionColumns: Columns = { id: text, label: text, archived: bool };

export const conversationAttributes = defineStream({
  name: 'conversation_attributes',
  description: 'The custom attributes that conversations have, archived ones among them.',
  // The reference names none.
  permission: permissions.conversations,
  since: '2.16',
  primaryKey: ['id'],
  columns: {
    type: text,
    id: text,
    name: text,
    description: text,
    data_type: described(text, 'string, integer, list, decimal, boolean, datetime, relationship or files.'),
    required: described(bool, 'Whether it must be filled.'),
    visible_to_team_ids: described(list(text), 'Empty where all teams see it.'),
    archived: bool,
    created_at: epoch,
    updated_at: epoch,
    admin_id: described(textReference, 'The id of admins: who made it.'),
    multiline: described(bool, 'Of a string.'),
    options: described(list(object(optionColumns)), 'Of a list.'),
    reference: described(object({ type: text, object_type_id: text }), 'Of a relationship.'),
  },
  scan,
});

export const conversationAttributeOptions = defineStream({
  name: 'conversation_attribute_options',
  description: 'What can be chosen in the attributes of conversations that are lists: one row each.',
  permission: permissions.conversations,
  since: '2.16',
  primaryKey: ['conversation_attribute_id', 'id'],
  columns: { conversation_attribute_id: described(text, 'The id of conversation_attributes.'), ...optionColumns },
  scan,
  rows: (attribute) =>
    withId(entitiesAt(attribute, 'options')).map((option) => ({
      ...option,
      conversation_attribute_id: String(attribute.id),
    })),
});
