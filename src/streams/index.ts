/** The registry: every family of streams there is. A new stream is a literal in its family's folder and a name in its `index`. */
import { callsFamily } from './calls/index.ts';
import { companiesFamily } from './companies/index.ts';
import { connectorsFamily } from './connectors/index.ts';
import { contactsFamily } from './contacts/index.ts';
import { contentFamily } from './content/index.ts';
import { conversationsFamily } from './conversations/index.ts';
import { exportsFamily } from './exports/index.ts';
import { knowledgeFamily } from './knowledge/index.ts';
import { peopleFamily } from './people/index.ts';
import type { Family, Stream } from './stream.ts';
import { ticketsFamily } from './tickets/index.ts';
import { workspaceFamily } from './workspace/index.ts';

/** In the order in which people are shown them. */
export const families: readonly Family[] = [
  contactsFamily,
  companiesFamily,
  conversationsFamily,
  ticketsFamily,
  contentFamily,
  peopleFamily,
  workspaceFamily,
  callsFamily,
  knowledgeFamily,
  connectorsFamily,
  exportsFamily,
];

/** All streams, in the same order. */
export const streams: readonly Stream[] = families.flatMap((family) => family.streams);

const byName = new Map(streams.map((stream) => [stream.name, stream]));

/** The stream of this name, if there is one. */
export const streamNamed = (name: string): Stream | undefined => byName.get(name);
