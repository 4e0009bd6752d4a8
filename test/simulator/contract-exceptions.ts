import type { JsonObject } from '../../src/simulator/engine/json.ts';

const anything: JsonObject = {};
const listOf = (component: string): JsonObject => ({
  type: 'array',
  items: { $ref: `#/components/schemas/${component}` },
});
const or = (type: string): JsonObject => ({ type, nullable: true });

/** Where the wire differs from the published schema of 2.16, and why. */
export const replaced: Record<string, { schema: JsonObject; why: string }> = {
  'conversation_teammates.admins': { schema: listOf('reference'), why: 'the wire says admins, the schema teammates' },
  'ticket_type_attribute_list.data': {
    schema: listOf('ticket_type_attribute'),
    why: "the wire and the schema's own examples say data",
  },
  'contact_attached_companies.data': {
    schema: listOf('company'),
    why: "the wire and the schema's own examples say data",
  },
  'conversation.topics': { schema: anything, why: "in the schema's own examples, though not declared" },
  'conversation_list_item.topics': { schema: anything, why: "in the schema's own examples, though not declared" },
  'admin.avatar': {
    schema: { anyOf: [or('string'), { type: 'object' }], nullable: true },
    why: 'an object with image_url where an admin is asked for by id, as /me has it',
  },
  'contact.email': { schema: or('string'), why: 'a contact may have no email' },
  'contact.email_domain': { schema: or('string'), why: 'a contact may have no email' },
  'company.custom_attributes': {
    schema: { type: 'object' },
    why: 'the schema says strings, its example has every type',
  },
  'custom_object_instance.custom_attributes': {
    schema: { type: 'object' },
    why: 'the schema says strings, its example has a decimal',
  },
  'custom_attributes.*': {
    schema: anything,
    why: 'booleans, decimals and empty values occur besides what is declared',
  },
  'ticket_type_attribute.input_options': { schema: or('object'), why: "null in the schema's own examples" },
  'conversation_rating.teammate': {
    schema: { $ref: '#/components/schemas/reference', nullable: true },
    why: 'none where a workflow asked for the rating; 2.17 names the workflow',
  },
  'cursor_pages.next': {
    schema: { anyOf: [{ $ref: '#/components/schemas/starting_after_paging' }, { type: 'string' }], nullable: true },
    why: 'lists that are paged by number are declared with cursors, and give an address or nothing',
  },
  'whatsapp_message_status_list.events': {
    schema: {
      type: 'array',
      items: {
        type: 'object',
        properties: {
          ...Object.fromEntries(
            `id conversation_id user_id status type whatsapp_message_id template_name`
              .split(' ')
              .map((name) => [name, { type: 'string' }]),
          ),
          created_at: { type: 'integer' },
          updated_at: { type: 'integer' },
        },
      },
    },
    why: "user_id is in the document's own example, though not declared",
  },
  'macro.body': { schema: or('string'), why: "null in the document's own example" },
  'macro.body_text': { schema: or('string'), why: "null in the document's own example" },
  'ticket.snoozed_until': { schema: or('integer'), why: 'its description says null when not snoozed' },
  ...Object.fromEntries(
    `time_to_assignment time_to_admin_reply time_to_first_close time_to_last_close median_time_to_reply
    first_contact_reply_at first_assignment_at first_admin_reply_at first_close_at last_assignment_at
    last_assignment_admin_reply_at last_contact_reply_at last_admin_reply_at last_close_at handling_time`
      .split(/\s+/)
      .map((name) => [
        `conversation_statistics.${name}`,
        { schema: or('integer'), why: 'null until it has happened, though not declared nullable' },
      ]),
  ),
  'conversation_statistics.last_closed_by_id': { schema: or('string'), why: 'null until it has happened' },
  'conversation_rating.remark': { schema: or('string'), why: 'a rating may come without words' },
};

/** Declared properties that no answer has, and why. */
export const neverShown: Record<string, string> = {
  'conversation_teammates.teammates': 'the wire says admins',
  'ticket_type_attribute_list.ticket_type_attributes': 'the wire says data',
  'contact_attached_companies.companies': 'the wire says data',
  'company_scroll.pages': 'always null: a scroll has no pages',
  'company_scroll.total_count': 'always null: a scroll does not count',
};
