import type { ContactActivity } from '../model/activity.ts';
import type { Contact } from '../model/contact.ts';
import type { Conversation } from '../model/conversation.ts';
import type { Ticket } from '../model/ticket.ts';
import { type Truth, type TruthName, truthOf } from '../represent/truth.ts';
import { companyMutators } from './companies.ts';
import { contactMutators } from './contacts.ts';
import { conversationMutators } from './conversations.ts';
import { labelMutators } from './labels.ts';
import { peopleMutators } from './people.ts';
import type { Store } from './store.ts';
import { ticketMutators } from './tickets.ts';

/** Every change that can be made to a workspace, by name. */
export type Mutators = ReturnType<typeof createMutators>;

/** The maps of a workspace that are the same as in the store. */
type Maps = Pick<
  Store,
  | 'companies'
  | 'notes'
  | 'admins'
  | 'teams'
  | 'tags'
  | 'segments'
  | 'subscriptionTypes'
  | 'ticketTypes'
  | 'ticketStates'
  | 'dataAttributes'
  | 'conversationAttributes'
  | 'deletedConversations'
  | 'mergedContacts'
  | 'inactiveContacts'
>;

type ReadOnlyMaps = {
  readonly [Name in keyof Maps]: Maps[Name] extends Map<infer Key, infer Value> ? ReadonlyMap<Key, Value> : never;
};

/**
 * The simulated workspace: what it holds, by id, and the mutators that change it.
 * Stored objects are replaced, never changed in place, so an object once read stays as it was.
 */
export interface Workspace extends Mutators, ReadOnlyMaps {
  readonly contacts: ReadonlyMap<string, Contact>;
  readonly conversations: ReadonlyMap<string, Conversation>;
  readonly tickets: ReadonlyMap<string, Ticket>;
  /** The feed of what happened to contacts, oldest first. */
  readonly contactActivities: readonly ContactActivity[];
  /** All that there is of a kind, as the API represents it (version 2.17); plain JSON. */
  truth<Name extends TruthName>(name: Name): Truth[Name][];
}

/** All mutators over one store. */
export function createMutators(store: Store) {
  return {
    ...contactMutators(store),
    ...companyMutators(store),
    ...conversationMutators(store),
    ...ticketMutators(store),
    ...labelMutators(store),
    ...peopleMutators(store),
  };
}

/** The workspace over a store, as tests and the control surface see it. */
export function createWorkspace(store: Store, mutators: Mutators): Workspace {
  return {
    ...store,
    ...mutators,
    contacts: store.contacts.all,
    conversations: store.conversations.all,
    tickets: store.tickets.all,
    contactActivities: store.activities.all,
    truth: (name) => truthOf(store, name),
  };
}
