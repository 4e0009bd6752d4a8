import type { Company, Note } from '../model/company.ts';
import type { Contact, InactiveContact } from '../model/contact.ts';
import type { Conversation, DeletedConversation } from '../model/conversation.ts';
import type { ConversationAttribute, DataAttribute, Segment, SubscriptionType, Tag } from '../model/labels.ts';
import type { Admin, Team } from '../model/people.ts';
import type { Ticket, TicketState, TicketType } from '../model/ticket.ts';
import type { Settings } from '../options.ts';
import { createRandom, type Random } from '../random.ts';
import { contactFields, conversationFields, ticketFields } from '../search/fields.ts';
import { type Collection, createCollection } from './collection.ts';
import { type ActivityFeed, createFeed } from './feed.ts';
import { createIds, type Ids } from './ids.ts';

/** All that a workspace holds, and what its mutators need to change it. */
export interface Store {
  readonly settings: Settings;
  readonly random: Random;
  readonly ids: Ids;
  /** The time in whole seconds. */
  seconds(): number;
  readonly contacts: Collection<Contact>;
  readonly conversations: Collection<Conversation>;
  readonly tickets: Collection<Ticket>;
  readonly companies: Map<string, Company>;
  readonly notes: Map<string, Note>;
  readonly admins: Map<string, Admin>;
  readonly teams: Map<string, Team>;
  readonly tags: Map<string, Tag>;
  readonly segments: Map<string, Segment>;
  readonly subscriptionTypes: Map<string, SubscriptionType>;
  readonly ticketTypes: Map<string, TicketType>;
  readonly ticketStates: Map<string, TicketState>;
  /** By `<model>.<full_name>`, since built-in attributes have no id. */
  readonly dataAttributes: Map<string, DataAttribute>;
  readonly conversationAttributes: Map<number, ConversationAttribute>;
  readonly deletedConversations: Map<string, DeletedConversation>;
  /** From the id of a contact that was merged away to the one it was merged into. */
  readonly mergedContacts: Map<string, string>;
  /** Contacts that were archived, blocked, deleted or merged away, in the order in which it happened. */
  readonly inactiveContacts: Map<string, InactiveContact>;
  readonly activities: ActivityFeed;
  /** The contacts of each company. */
  readonly members: Map<string, Set<string>>;
}

/** An empty workspace. */
export function createStore(settings: Settings): Store {
  const random = createRandom(settings.seed, 'workspace');
  const dataAttributes = new Map<string, DataAttribute>();
  return {
    settings,
    random,
    ids: createIds(random),
    seconds: () => Math.floor(settings.now() / 1000),
    contacts: createCollection((field) => contactFields(dataAttributes).keyOf(field), settings),
    conversations: createCollection(conversationFields.keyOf, settings),
    tickets: createCollection(ticketFields.keyOf, settings),
    companies: new Map(),
    notes: new Map(),
    admins: new Map(),
    teams: new Map(),
    tags: new Map(),
    segments: new Map(),
    subscriptionTypes: new Map(),
    ticketTypes: new Map(),
    ticketStates: new Map(),
    dataAttributes,
    conversationAttributes: new Map(),
    deletedConversations: new Map(),
    mergedContacts: new Map(),
    inactiveContacts: new Map(),
    activities: createFeed(settings.now),
    members: new Map(),
  };
}

/** The record with this id, which must exist: mutators are called by tests, and a wrong id is a mistake in the test. */
export function need<T>(map: ReadonlyMap<string, T>, id: string, what: string): T {
  const found = map.get(id);
  if (found === undefined) throw new Error(`The simulator has no ${what} with id ${id}.`);
  return found;
}

/** The id of the first record, in a list; an empty list where there is none. */
export function firstOf(map: ReadonlyMap<string, unknown>): string[] {
  const { value } = map.keys().next();
  return value === undefined ? [] : [value];
}
