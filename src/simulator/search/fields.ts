import { isObject, type Json } from '../json.ts';
import type { Contact } from '../model/contact.ts';
import type { Conversation } from '../model/conversation.ts';
import type { DataAttribute } from '../model/labels.ts';
import type { Ticket } from '../model/ticket.ts';
import type { SortKey } from './sorted-index.ts';

/**
 * What a searchable field holds: `timestamp` is one of Intercom's own times, `date` a custom attribute's,
 * `words` is matched word by word, `ids` has several values, `tag` takes `=` and `!=` only.
 */
export type FieldType = 'string' | 'integer' | 'boolean' | 'timestamp' | 'date' | 'words' | 'ids' | 'tag';

/** A field that can be searched. */
export interface Field<T> {
  type: FieldType;
  value(item: T): Json | undefined;
}

/** The fields of one kind of record. */
export interface Fields<T> {
  find(name: string): Field<T> | undefined;
  keyOf(name: string): (item: T) => SortKey;
}

function fields<T>(table: Record<string, Field<T>>, dynamic: (name: string) => Field<T> | undefined): Fields<T> {
  const find = (name: string) => (Object.hasOwn(table, name) ? table[name] : dynamic(name));
  return {
    find,
    keyOf(name) {
      const field = find(name);
      if (field === undefined) throw new Error(`There is no order by ${name}.`);
      const numeric = field.type === 'timestamp' || field.type === 'integer' || field.type === 'date';
      return (item) => {
        const value = field.value(item);
        if (numeric) return typeof value === 'number' ? value : -1;
        return value === null || value === undefined || isObject(value) ? '' : String(value);
      };
    },
  };
}

/** A table of fields of one type, read by a path such as `source.author.id`. */
function plain<T extends object>(type: FieldType, names: string): Record<string, Field<T>> {
  return Object.fromEntries(
    names.split(/\s+/).map((name) => {
      const path = name.split('.');
      return [name, { type, value: (item: T) => path.reduce<unknown>(step, item) as Json | undefined }];
    }),
  );
}

function step(value: unknown, key: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[key] : undefined;
}

const CONTACT = {
  ...plain<Contact>(
    'string',
    `id role name avatar email email_domain phone external_id language_override browser browser_language os
    location.country location.region location.city ios_app_version ios_device ios_os_version ios_app_name
    ios_sdk_version android_app_version android_device android_app_name android_sdk_version`,
  ),
  ...plain<Contact>(
    'timestamp',
    `created_at signed_up_at updated_at last_seen_at last_contacted_at last_replied_at last_email_opened_at
    last_email_clicked_at ios_last_seen_at android_last_seen_at`,
  ),
  ...plain<Contact>('boolean', 'unsubscribed_from_emails marked_email_as_spam has_hard_bounced'),
  owner_id: { type: 'string', value: ({ owner_id }: Contact) => (owner_id === null ? null : String(owner_id)) },
  segment_id: { type: 'ids', value: (contact: Contact) => contact.segment_ids },
  tag_id: { type: 'tag', value: (contact: Contact) => contact.tags.map((tag) => tag.id) },
} satisfies Record<string, Field<Contact>>;

const ATTRIBUTE_TYPES = {
  string: 'string',
  integer: 'integer',
  float: 'integer',
  boolean: 'boolean',
  date: 'date',
} as const satisfies Record<DataAttribute['data_type'], FieldType>;

/** What contacts can be searched by, custom attributes included. */
export function contactFields(attributes: ReadonlyMap<string, DataAttribute>): Fields<Contact> {
  return fields(CONTACT, (name) => {
    const attribute = attributes.get(`contact.${name}`);
    if (attribute === undefined || !attribute.custom) return undefined;
    return {
      type: ATTRIBUTE_TYPES[attribute.data_type],
      value: (contact) => contact.custom_attributes[attribute.name],
    };
  });
}

/** What conversations can be searched by. */
export const conversationFields: Fields<Conversation> = fields(
  {
    ...plain<Conversation>(
      'string',
      `id title state priority source.type source.id source.delivered_as source.subject source.author.id
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
    ...plain<Conversation>('boolean', 'read ai_agent_participated'),
    ...plain<Conversation>('words', 'source.body'),
    open: { type: 'boolean', value: (conversation) => conversation.state === 'open' },
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

/** What tickets can be searched by. */
export const ticketFields: Fields<Ticket> = fields(
  {
    ...plain<Ticket>('string', 'id ticket_id ticket_type_id ticket_state_id'),
    ...plain<Ticket>('timestamp', 'created_at updated_at snoozed_until'),
    ...plain<Ticket>('boolean', 'open'),
    state: { type: 'string', value: (ticket) => ticket.ticket_state_id },
    title: { type: 'string', value: (ticket) => ticket.ticket_attributes._default_title_ },
    description: { type: 'string', value: (ticket) => ticket.ticket_attributes._default_description_ },
    admin_assignee_id: { type: 'string', value: (ticket) => String(ticket.admin_assignee_id) },
    team_assignee_id: { type: 'string', value: (ticket) => String(ticket.team_assignee_id) },
    contact_ids: { type: 'ids', value: (ticket) => ticket.contact_ids },
    teammate_ids: {
      type: 'ids',
      value: ({ parts }) => parts.filter((part) => part.author.type === 'admin').map((part) => part.author.id),
    },
  },
  (name) => customAttribute(name, 'ticket_attribute.', (ticket) => ticket.ticket_attributes),
);

function customAttribute<T>(
  name: string,
  prefix: string,
  attributes: (item: T) => Record<string, Json>,
): Field<T> | undefined {
  if (!name.startsWith(prefix)) return undefined;
  const key = name.slice(prefix.length);
  return { type: 'string', value: (item) => attributes(item)[key] };
}
