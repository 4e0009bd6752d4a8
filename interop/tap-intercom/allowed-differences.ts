/** Fields of tap-intercom that are not ours, or of another type, and why; times left out. docs/migrating-from-tap-intercom.md tells it to users. */

const ownId = "every record's own id is text";
const object = "Intercom's object as it is, with the list inside of it";
const gone = 'of versions before 2.0: Intercom gives it no more';
const made = 'made by the tap: ours are told apart by full_name';
const text = 'Intercom gives a text';
const undeclared = "not declared in Intercom's reference: it comes in the record, without a type";

export const allowedFields: { [stream: string]: { [difference: string]: string } } = {
  admins: { 'admin_ids: not ours': 'a field of teams' },
  companies: { 'segments: array, ours object': object, 'tags: array, ours object': object },
  company_attributes: { 'id: integer, ours string': ownId, '_sdc_record_hash: not ours': made },
  contact_attributes: { 'id: integer, ours string': ownId, '_sdc_record_hash: not ours': made },
  contacts: {
    'avatar: string, ours object': 'Intercom gives an object with image_url',
    'owner_id: integer, ours string': 'Intercom gives a text from version 2.16 on',
    'location.continent_code: not ours': undeclared,
    'location.country_code: not ours': undeclared,
    'tags: array, ours object': object,
    'companies: array, ours object': object,
  },
  conversations: {
    'contacts: array, ours object': object,
    'tags: array, ours object': object,
    'conversation_message: not ours': gone,
    'conversation_rating.customer: not ours': gone,
    'customer_first_reply: not ours': gone,
    'customers: not ours': gone,
    'sent_at: not ours': gone,
    'user: not ours': gone,
    'statistics.last_closed_by: not ours': gone,
    'conversation_rating.teammate.id: integer, ours string': text,
    'statistics.last_closed_by_id: integer, ours string': text,
  },
  conversation_parts: {
    'assigned_to: string, ours object': 'Intercom gives an object',
    'conversation_created_at: not ours': 'created_at of conversations',
  },
};
