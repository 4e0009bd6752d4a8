import { rankOf } from '../http/version.ts';
import type { JsonObject } from '../json.ts';
import type { Conversation } from '../model/conversation.ts';
import type { Store } from '../workspace/store.ts';
import { companyJson } from './company.ts';
import { activityJson, contactJson, inactiveContactJson } from './contact.ts';
import { conversationJson, deletedConversationJson, isVisible, partJson, recentParts } from './conversation.ts';
import { conversationAttributeJson, dataAttributeJson, segmentJson, tagBasicJson } from './labels.ts';
import { adminJson, teamJson } from './people.ts';
import { ticketJson, ticketStateDetailJson, ticketTypeJson } from './ticket.ts';

/** The shapes are those of this version. */
const VERSION = rankOf('2.17');

/** What can be asked for, and what one element of the answer is. */
export interface Truth {
  /** With `display_avatar`. */
  admins: JsonObject;
  companies: JsonObject;
  /** With `include_merge_history`. */
  contacts: JsonObject;
  /** As search shows them; those that the token may see. */
  conversations: JsonObject;
  /** The parts the API gives, each with its conversation as search shows it. */
  conversation_parts: { conversation: JsonObject; part: JsonObject };
  /** Archived ones included. */
  contact_attributes: JsonObject;
  company_attributes: JsonObject;
  conversation_attributes: JsonObject;
  /** Of people and of companies, with `include_count`. */
  segments: JsonObject;
  tags: JsonObject;
  teams: JsonObject;
  tickets: JsonObject;
  ticket_types: JsonObject;
  ticket_states: JsonObject;
  deleted_conversations: JsonObject;
  contact_activities: JsonObject;
  /** Archived, blocked, deleted and merged ones. */
  inactive_contacts: JsonObject;
}

export type TruthName = keyof Truth;

const SOURCES: { [Name in TruthName]: (store: Store) => Truth[Name][] } = {
  admins: (store) => [...store.admins.values()].map((admin) => adminJson(store, admin, true)),
  companies: (store) => [...store.companies.values()].map((company) => companyJson(store, company, VERSION)),
  contacts: (store) => [...store.contacts.all.values()].map((contact) => contactJson(store, contact, VERSION, true)),
  conversations: (store) => conversations(store).map((one) => conversationJson(store, one, VERSION)),
  conversation_parts: (store) =>
    conversations(store).flatMap((one) => {
      const conversation = conversationJson(store, one, VERSION);
      return recentParts(one).map((part) => ({ conversation, part: partJson(store, part) }));
    }),
  contact_attributes: (store) => attributes(store, 'contact'),
  company_attributes: (store) => attributes(store, 'company'),
  conversation_attributes: (store) => [...store.conversationAttributes.values()].map(conversationAttributeJson),
  segments: (store) => [...store.segments.values()].map((segment) => segmentJson(store, segment, true)),
  tags: (store) => [...store.tags.keys()].flatMap((id) => tagBasicJson(store, id)),
  teams: (store) => [...store.teams.values()].map(teamJson),
  tickets: (store) => [...store.tickets.all.values()].map((ticket) => ticketJson(store, ticket, VERSION)),
  ticket_types: (store) => [...store.ticketTypes.values()].map((type) => ticketTypeJson(store, type)),
  ticket_states: (store) => [...store.ticketStates.values()].map((state) => ticketStateDetailJson(store, state)),
  deleted_conversations: (store) =>
    [...store.deletedConversations.values()].map((one) => deletedConversationJson(store, one)),
  contact_activities: (store) => store.activities.all.map(activityJson),
  inactive_contacts: (store) => [...store.inactiveContacts.values()].map(inactiveContactJson),
};

/** True for a name that can be asked for. */
export function isTruthName(name: string): name is TruthName {
  return Object.hasOwn(SOURCES, name);
}

/** The full list, as plain JSON. */
export function truthOf<Name extends TruthName>(store: Store, name: Name): Truth[Name][] {
  return JSON.parse(JSON.stringify(SOURCES[name](store))) as Truth[Name][];
}

/** Those that the token may see. */
function conversations(store: Store): Conversation[] {
  return [...store.conversations.all.values()].filter((one) => isVisible(store, one));
}

function attributes(store: Store, model: 'contact' | 'company'): JsonObject[] {
  return [...store.dataAttributes.values()]
    .filter((attribute) => attribute.model === model)
    .map((attribute) => dataAttributeJson(attribute, VERSION));
}
