/** What a first sync of the usual streams will ask for: worked out from how many records Intercom says there are. */
import { type Connection, readableStreams } from '../connection.ts';
import { ConnectorError } from '../core/errors.ts';
import type { Client } from '../intercom/client.ts';
import { searchAny } from '../streams/common/any-record.ts';
import type { Check } from './check.ts';

/** A collection that is large in some workspace. */
interface Collection {
  /** As people call it. */
  name: string;
  /** Streams that are read from it: it counts where one of them is. */
  streams: readonly string[];
  count(client: Client): Promise<unknown>;
  /** Requests for so many records. */
  requests(count: number): number;
}

const pages = (count: number, size: number): number => Math.ceil(count / size);

const collections: readonly Collection[] = [
  {
    name: 'contacts',
    streams: ['contacts', 'users', 'leads'],
    count: (client) => searchAny(client, '/contacts/search'),
    requests: (count) => pages(count, 150),
  },
  {
    name: 'conversations',
    streams: ['conversations', 'conversation_parts'],
    count: (client) => searchAny(client, '/conversations/search'),
    // Parts come with one conversation at a time alone.
    requests: (count) => pages(count, 150) + count,
  },
  {
    name: 'tickets',
    streams: ['tickets'],
    count: (client) => searchAny(client, '/tickets/search'),
    requests: (count) => pages(count, 150),
  },
  {
    name: 'companies',
    streams: ['companies'],
    count: (client) => client.post('/companies/list', {}, { query: { per_page: '1' } }),
    requests: (count) => pages(count, 100),
  },
];

/** `closed`: streams that the token does not open. Never rejects, but with the signal's reason. */
export async function checkFirstSync(connection: Connection, closed: readonly string[]): Promise<Check[]> {
  const { session, signal } = connection;
  const read = readableStreams(connection).filter(({ name, cost }) => cost === undefined && !closed.includes(name));
  const counted = await Promise.all(
    collections
      .filter(({ streams }) => read.some(({ name }) => streams.includes(name)))
      .map(async (collection) => ({ collection, count: await countOf(session.client, collection) })),
  );
  signal.throwIfAborted();
  const of = (name: string, rest: Omit<Check, 'section' | 'name'>): Check => ({ section: 'first sync', name, ...rest });
  const uncounted = counted.filter(({ count }) => count === undefined).map(({ collection }) => collection.name);
  // The rest are short lists, most of a page.
  const lists = new Set(read.map(({ scan }) => scan)).size;
  const requests = counted.reduce((sum, { collection, count = 0 }) => sum + collection.requests(count), lists);
  const minutes = requests / connection.rateLimit().perSecond / 60;
  const counts = counted.flatMap(({ collection, count }) =>
    count === undefined ? [] : [`${count.toLocaleString('en-US')} ${collection.name}`],
  );
  return [
    of('records', { status: 'ok', found: counts.join(', ') || 'none of the large collections is open' }),
    of('requests', {
      status: uncounted.length > 0 ? 'warning' : 'ok',
      found: `about ${requests.toLocaleString('en-US')}, ${durationText(minutes)} at the rate limit`,
      ...(uncounted.length > 0 && {
        hint: `Without ${uncounted.join(' and ')}, of which Intercom did not tell how many there are.`,
      }),
    }),
  ];
}

const durationText = (minutes: number): string => {
  if (minutes < 1) return 'less than a minute';
  if (minutes < 90) return `about ${Math.ceil(minutes)} min`;
  return `about ${(minutes / 60).toLocaleString('en-US', { maximumFractionDigits: 1 })} h`;
};

async function countOf(client: Client, { count }: Collection): Promise<number | undefined> {
  try {
    const { total_count: total } = (await count(client)) as { total_count?: unknown };
    return typeof total === 'number' ? total : undefined;
  } catch (thrown) {
    if (thrown instanceof ConnectorError && thrown.code !== 'stopped') return undefined;
    throw thrown;
  }
}
