/** Which schema of the OpenAPI of 2.16 describes each stream's entity, and where columns differ from it, and why. */

/** By difference, as `columnDifferences` says it: why it is so. */
type Exceptions = { readonly [difference: string]: string };

type Contract = { schema: string; exceptions?: Exceptions } | { undocumented: string };

/** The same exceptions of an entity that lies within another one. */
const within = (path: string, exceptions: Exceptions): Exceptions =>
  Object.fromEntries(Object.entries(exceptions).map(([difference, why]) => [`${path}.${difference}`, why]));

const notDocumented = (paths: string, why: string): Exceptions =>
  Object.fromEntries(paths.split(/\s+/).map((path) => [`${path}: not documented`, why]));

const deletion = notDocumented('_ab_cdc_deleted_at _deleted_reason', 'we add it');

const parent = (name: string): Exceptions => notDocumented(`${name}_id ${name}_updated_at`, "we add the parent's");

const contact: Exceptions = {
  ...notDocumented(
    `enabled_push_messaging utm_campaign utm_content utm_medium utm_source utm_term referrer opted_in_subscription_types
    opted_out_subscription_types social_profiles.type tags.type notes.type companies.type`,
    "in the document's own examples, though not declared",
  ),
  ...notDocumented('formatted_phone', 'among the fields that contacts can be searched by, though not declared'),
  ...deletion,
};

const admin: Exceptions = { 'avatar: json, documented as text': 'elsewhere in the document an object with image_url' };

const company: Exceptions = {
  'monthly_spend: number, documented as int': "the attribute's own definition says float",
  ...within('notes.notes[].author', admin),
};

const ticketTypeAttribute: Exceptions = {
  'input_options: json, documented as object': "a string in the schema's own example",
};

const ticketType: Exceptions = {
  ...notDocumented('ticket_type_attributes.data', "the wire and the document's own examples say data"),
  ...within('ticket_type_attributes.ticket_type_attributes[]', ticketTypeAttribute),
};

const dataAttribute: Exceptions = { 'id: text, documented as int': "every record's own id is text" };

/** By stream. */
export const contracts: { readonly [stream: string]: Contract } = {
  contacts: { schema: 'contact', exceptions: contact },
  users: { schema: 'contact', exceptions: contact },
  leads: { schema: 'contact', exceptions: contact },
  contact_merges: { schema: 'merge_history_item', exceptions: parent('contact') },
  contact_activities: { undocumented: 'only the document of the Preview version has them' },
  companies: { schema: 'company', exceptions: company },
  company_segments: { schema: 'segment', exceptions: parent('company') },
  conversations: {
    schema: 'conversation_list_item',
    exceptions: {
      ...within('company', company),
      ...notDocumented('teammates.admins', 'the wire says admins, the schema teammates'),
      ...notDocumented('topics ai_topics ticket', "in the document's own examples, though not declared"),
      ...deletion,
    },
  },
  conversation_parts: {
    schema: 'conversation_part',
    exceptions: {
      ...parent('conversation'),
      ...notDocumented('conversation_total_parts _parts_truncated', 'we add it'),
    },
  },
  deleted_conversations: { schema: 'deleted_conversation_item' },
  tickets: { schema: 'ticket', exceptions: within('ticket_type', ticketType) },
  ticket_types: { schema: 'ticket_type', exceptions: ticketType },
  ticket_type_attributes: {
    schema: 'ticket_type_attribute',
    exceptions: {
      ...ticketTypeAttribute,
      ...notDocumented('ticket_type_updated_at', "we add the parent's"),
      'ticket_type_id: text, documented as int': "a parent's id is text, as the parent has it",
    },
  },
  ticket_states: { schema: 'ticket_state_detailed', exceptions: within('ticket_types.data[]', ticketType) },
  admins: { schema: 'admin', exceptions: admin },
  teams: { schema: 'team' },
  tags: { schema: 'tag' },
  segments: { schema: 'segment' },
  brands: { schema: 'brand' },
  contact_attributes: { schema: 'data_attribute', exceptions: dataAttribute },
  company_attributes: { schema: 'data_attribute', exceptions: dataAttribute },
};
