/** The registry: every stream there is. A new one is a literal in its family's file and a name here. */
import { admins } from './admins.ts';
import { companies, companySegments } from './companies.ts';
import { contactActivities } from './contact-activities.ts';
import { contactMerges, contacts, leads, users } from './contacts.ts';
import { conversationParts, conversations } from './conversations.ts';
import { companyAttributes, contactAttributes } from './data-attributes.ts';
import { deletedConversations } from './deleted-conversations.ts';
import { segments } from './segments.ts';
import type { Stream } from './stream.ts';
import { tags } from './tags.ts';
import { teams } from './teams.ts';
import { tickets } from './tickets.ts';

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
  admins,
  teams,
  tags,
  segments,
  contactAttributes,
  companyAttributes,
];

const byName = new Map(streams.map((stream) => [stream.name, stream]));

/** The stream of this name, if there is one. */
export const streamNamed = (name: string): Stream | undefined => byName.get(name);
