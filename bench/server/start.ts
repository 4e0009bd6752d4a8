/** Starts the server as a process of its own, and talks to its control surface. */
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import { Pool } from 'undici';
import type { ServerOptions } from './main.ts';

/** The most that the product believes: above that it takes the headers for wrong, and paces its requests by the default limit. */
const unlimited = 50_000;

export interface Report {
  limit: number;
  /** Requests by window, oldest first. */
  spent: number[];
  /** 429s. */
  refused: number;
  byPath: Record<string, number>;
  /** Unix seconds by the server's clock. */
  now: number;
}

/** What changed since a moment, or how many there are where a sync reads all. `details`: the requests of their own that these need. */
export interface Changed {
  contacts: { records: number; details: number };
  conversations: { records: number; details: number };
  tickets: { records: number };
  /** What was asked since the last reset, each once: the pages of small lists, and who the token is. */
  lists: number;
  companies: number;
  activities: number;
  deletedConversations: number;
}

export interface BenchServer {
  url: string;
  report(): Promise<Report>;
  reset(): Promise<void>;
  hour(options: { changes: boolean }): Promise<void>;
  changed(since: number): Promise<Changed>;
  /** Answers a second to a client that reads nothing of what it is given. */
  ceiling(kind: 'pages' | 'details'): Promise<number>;
  close(): Promise<void>;
}

/** `limit` absent: a limit that is never met. */
export async function startServer(
  given: Partial<Omit<ServerOptions, 'sizes'>> & { sizes?: Partial<ServerOptions['sizes']> },
): Promise<BenchServer> {
  const options: ServerOptions = {
    limit: unlimited,
    latencyMs: 0,
    behind: 0,
    ...given,
    sizes: { contacts: 0, conversations: 0, tickets: 0, companies: 0, ...given.sizes },
  };
  const main = fileURLToPath(new URL('main.ts', import.meta.url));
  const child = spawn(process.execPath, ['--import', 'tsx', main, JSON.stringify(options)], {
    stdio: ['pipe', 'pipe', 'inherit'],
  });
  const ended = once(child, 'exit');
  const [said] = await Promise.race([
    once(child.stdout.setEncoding('utf8'), 'data'),
    ended.then(() => Promise.reject(new Error('The server did not start.'))),
  ]);
  const url = String(said).trim();
  const control = async (path: string) => (await fetch(`${url}/_bench/${path}`)).json();
  return {
    url,
    report: async () => (await control('report')) as Report,
    reset: async () => void (await control('reset')),
    hour: async ({ changes }) => void (await control(`hour?changes=${changes}`)),
    changed: async (since) => (await control(`changed?since=${since}`)) as Changed,
    ceiling: (kind) => ceiling(url, kind),
    async close() {
      child.stdin.end();
      await ended;
    },
  };
}

/** A page's search, as the product asks it. */
export const searchFor = (after: number, cursor?: string) =>
  JSON.stringify({
    query: { operator: 'AND', value: [{ field: 'updated_at', operator: '>', value: after }] },
    sort: { field: 'updated_at', order: 'ascending' },
    pagination: { per_page: 150, ...(cursor === undefined ? {} : { starting_after: cursor }) },
  });

const ceilingRequests = { pages: 1_000, details: 10_000 };

async function ceiling(url: string, kind: 'pages' | 'details'): Promise<number> {
  const pool = new Pool(url, { connections: 64 });
  let left = ceilingRequests[kind];
  const ask = async () => {
    while (left-- > 0) {
      const { body } =
        kind === 'pages'
          ? await pool.request({ method: 'POST', path: '/contacts/search', body: searchFor(0) })
          : await pool.request({ method: 'GET', path: `/conversations/2154${String(left).padStart(11, '0')}` });
      for await (const _ of body);
    }
  };
  const begun = performance.now();
  await Promise.all(Array.from({ length: 64 }, ask));
  const seconds = (performance.now() - begun) / 1000;
  await pool.close();
  return ceilingRequests[kind] / seconds;
}
