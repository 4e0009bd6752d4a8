/** The registry: every stream there is. A new one is a literal in its family's file and a name here. */
import { companies, companySegments } from './companies/companies.ts';
import { contactActivities } from './contacts/activities.ts';
import { contactMerges, contacts, leads, users } from './contacts/contacts.ts';
import { conversationParts, conversations } from './conversations/conversations.ts';
import { deletedConversations } from './conversations/deleted.ts';
import { admins } from './people/admins.ts';
import { teams } from './people/teams.ts';
import type { Stream } from './stream.ts';
import { tickets } from './tickets/tickets.ts';
import { ticketStates, ticketTypeAttributes, ticketTypes } from './tickets/types.ts';
import { brands } from './workspace/brands.ts';
import { companyAttributes, contactAttributes } from './workspace/data-attributes.ts';
import { segments } from './workspace/segments.ts';
import { tags } from './workspace/tags.ts';

/** All streams, in the order in which people are shown them. */
export const streams: readonly Stream[] = [
  contacts,
  users,
  leads,
  contactMerges,
  contactActivities,
  companies,
  companySegments,
  conversations,
  conversationParts,
  deletedConversations,
  tickets,
  ticketTypes,
  ticketTypeAttributes,
  ticketStates,
  admins,
  teams,
  tags,
  segments,
  contactAttributes,
  companyAttributes,
  brands,
];

const byName = new Map(streams.map((stream) => [stream.name, stream]));

/** The stream of this name, if there is one. */
export const streamNamed = (name: string): Stream | undefined => byName.get(name);
