/** Where our streams differ from Airbyte's of the same name, and why. docs/migrating-from-airbyte.md tells it to users. */

const ownId = "every record's own id is text";
const gone = 'of versions before 2.0: Intercom gives it no more';
const undeclared = "not declared in Intercom's reference: it comes in the record, without a type";

/** Of their primary keys, cursors and modes, by stream. */
export const allowedKeys: { [stream: string]: { [difference: string]: string } } = {
  tags: { 'key: name, ours id': 'two tags may have one name' },
  teams: { 'key: name, ours id': 'two teams may have one name' },
  company_attributes: { 'key: name, ours full_name': 'two attributes are both called name' },
  contact_attributes: { 'key: name, ours full_name': 'two attributes may have one name' },
  contacts: { 'key: none, ours id': 'a contact is told by its id' },
  conversations: { 'key: none, ours id': 'a conversation is told by its id' },
  conversation_parts: {
    'cursor: updated_at, ours conversation_updated_at': "parts are no time line: progress is their conversation's",
  },
  company_segments: {
    'key: id, ours company_id, id': 'a row is a company in a segment; theirs does not say of which company it is',
    'cursor: updated_at, ours none': 'membership is computed and touches no time',
    'modes: full_refresh, incremental, ours full_refresh': 'so that it is read whole in every sync',
  },
};

/** Of their declared fields, by stream. */
export const allowedFields: { [stream: string]: { [difference: string]: string } } = {
  admins: { 'admin_ids: not ours': 'a field of teams' },
  companies: { 'tags.tags[].id: integer or string, ours string': 'Intercom gives a text' },
  company_attributes: { 'id: integer, ours string': ownId },
  contact_attributes: { 'id: integer, ours string': ownId },
  contacts: {
    'avatar: string, ours object': 'Intercom gives an object with image_url',
    'owner_id: integer, ours string': 'Intercom gives a text from version 2.16 on',
    'android_last_seen_at: string, ours integer': 'unix seconds, as all times',
    'unsubscribed_from_sms: not ours': undeclared,
    'sms_consent: not ours': undeclared,
    'location.continent_code: not ours': undeclared,
    'location.country_code: not ours': undeclared,
  },
  conversations: {
    'assignee: not ours': gone,
    'conversation_message: not ours': gone,
    'conversation_rating.customer: not ours': gone,
    'customer_first_reply: not ours': gone,
    'customers: not ours': gone,
    'sent_at: not ours': gone,
    'user: not ours': gone,
    'redacted: not ours': 'a field of parts and of the source',
    'conversation_rating.teammate.id: integer, ours string': 'Intercom gives a text',
    'statistics.last_closed_by_id: integer, ours string': 'Intercom gives a text',
    'topics.topics[].id: integer, ours string': ownId,
  },
  conversation_parts: {
    'assigned_to: object or string, ours object': 'Intercom gives an object',
    'conversation_created_at: not ours': 'declared there, and never filled: it is created_at of conversations',
  },
};
