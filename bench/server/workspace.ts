/** What the server serves: collections rendered from the simulator's records, and its small listings as they are. */
import { createSimulator } from '../../src/simulator/index.ts';
import { type Collection, createCollection } from './collection.ts';
import { templateOf } from './template.ts';

export interface Sizes {
  contacts: number;
  conversations: number;
  tickets: number;
  companies: number;
}

export interface Workspace extends Record<keyof Sizes, Collection> {
  /** The simulator's own response to whatever else is asked; undefined where it has none. Made once each. */
  listing(asked: Asked): Promise<Buffer | undefined>;
  /** Entries of the feeds, oldest first, as JSON. */
  activities: { id: string; json: string }[];
  deletedConversations: string[];
}

/** A request of the product. */
export interface Asked {
  method: string;
  path: string;
  query: URLSearchParams;
  /** `intercom-version`. */
  version: string;
  body: string;
}

type Record_ = { [field: string]: unknown };

const day = 86_400;
/** How much of a collection changes in an hour. */
export const hourlyShare = 0.005;

/** `clock`: unix seconds. In the hour before it is made as much changed as in any other. */
export async function prepareWorkspace(sizes: Sizes, clock: () => number): Promise<Workspace> {
  const now = Math.floor(clock());
  const simulator = createSimulator({
    seed: 4,
    now: () => clock() * 1000,
    counts: { contacts: 400, conversations: 300, tickets: 100, companies: 100 },
  });
  const { workspace } = simulator;
  const timeIn = (size: number) => {
    const recent = Math.round(size * hourlyShare);
    const old = size - recent;
    return (i: number) =>
      i < old
        ? Math.floor(now - 720 * day + ((720 * day - 3600) * i) / old)
        : Math.floor(now - 3600 + (3600 * (i - old)) / recent);
  };
  const collection = (
    size: number,
    records: Record_[],
    rest: { idPrefix: string; idWidth: number; details?: Record_[]; detailsOf?: (record: Record_) => number },
  ): Collection => {
    const templates = records.map((record) => templateOf(record, rest.idWidth, rest.detailsOf?.(record)));
    const details = rest.details?.map((record) => templateOf(record, rest.idWidth));
    return createCollection({ size, ...rest, templates, details, time: timeIn(size) });
  };

  const parts = new Map<unknown, Record_[]>();
  for (const { conversation, part } of workspace.truth('conversation_parts')) {
    parts.set(conversation.id, [...(parts.get(conversation.id) ?? []), part]);
  }
  const { listed, detailed } = conversationsOf(workspace.truth('conversations'), [...parts.values()].flat());
  const listings = new Map<string, Promise<Buffer | undefined>>();
  const fetchListing = async ({ method, path, query, version, body }: Asked) => {
    const headers = {
      authorization: 'Bearer simulator-token',
      'content-type': 'application/json',
      'intercom-version': version,
    };
    const request = new Request(`http://simulator${path}?${query}`, { method, headers, ...(body && { body }) });
    const response = await simulator.fetch(request);
    return response.ok ? Buffer.from(await response.arrayBuffer()) : undefined;
  };
  return {
    contacts: collection(sizes.contacts, workspace.truth('contacts').map(withMoreAttributes), {
      idPrefix: '66f0',
      idWidth: 24,
      detailsOf: ({ tags, companies }) => [tags, companies].filter(isCut).length,
    }),
    conversations: collection(sizes.conversations, listed, {
      idPrefix: '2154',
      idWidth: 15,
      details: detailed,
      detailsOf: ({ statistics }) =>
        Math.sign((statistics as { count_conversation_parts: number }).count_conversation_parts),
    }),
    tickets: collection(sizes.tickets, workspace.truth('tickets'), { idPrefix: '2155', idWidth: 15 }),
    companies: collection(sizes.companies, workspace.truth('companies'), { idPrefix: '66f1', idWidth: 24 }),
    listing(asked) {
      const key = [asked.method, asked.path, asked.query, asked.version, asked.body].join(' ');
      const made = listings.get(key) ?? fetchListing(asked);
      listings.set(key, made);
      return made;
    },
    activities: workspace.truth('contact_activities').map((entry) => ({
      id: String(entry.id),
      json: JSON.stringify(entry),
    })),
    deletedConversations: workspace.truth('deleted_conversations').map((entry) => JSON.stringify(entry)),
  };
}

/** Whether a list that a record shows has more than that. */
const isCut = (list: unknown): boolean => {
  const { data, total_count } = list as { data: unknown[]; total_count: number };
  return data.length < total_count;
};

/** Contacts of real workspaces carry many custom attributes: 2.3 KB in all. */
const withMoreAttributes = (contact: Record_, index: number): Record_ => ({
  ...contact,
  custom_attributes: {
    ...(contact.custom_attributes as Record_),
    ...Object.fromEntries(
      Array.from({ length: 22 }, (_, i) => [
        `${['plan', 'signup_channel', 'last_order', 'account_health'][i % 4]}_${i}`,
        [`value ${index * 31 + i} of it`, index * 97 + i, i % 8 === 2, null][(index + i) % 4],
      ]),
    ),
  },
});

/** Conversations with eight parts each; one in twenty has none. */
function conversationsOf(conversations: Record_[], parts: Record_[]) {
  const made = conversations.map((conversation, index) => {
    const count = index % 20 === 19 ? 0 : 8;
    const statistics = { ...(conversation.statistics as Record_), count_conversation_parts: count };
    const listed = { ...conversation, statistics };
    const own = Array.from({ length: count }, (_, i) => ({
      ...parts[(index * 8 + i) % parts.length],
      id: `${conversation.id}${String(i).padStart(2, '0')}`,
    }));
    const conversation_parts = { type: 'conversation_part.list', conversation_parts: own, total_count: count };
    return { listed, detailed: { ...listed, conversation_parts } };
  });
  return { listed: made.map(({ listed }) => listed), detailed: made.map(({ detailed }) => detailed) };
}
