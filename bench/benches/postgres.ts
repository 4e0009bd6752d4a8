import { startServer } from '../../test/support/postgres-server.ts';
import { contactsInto } from './contacts-into.ts';

/** A server with PostgreSQL's own settings; its files are written as for good. */
let server: ReturnType<typeof startServer> | undefined;
let schemas = 0;

export const postgres = contactsInto(
  {
    name: 'postgres',
    description: 'PostgreSQL on the same machine',
    async create() {
      server ??= startServer({ settings: ['fsync=on', 'full_page_writes=on', 'max_wal_size=4GB'] });
      const { url } = await server;
      return { address: `${url}?schema=bench_${++schemas}`, remove: async () => {} };
    },
  },
  { contactsPerCpuSecond: 12_000, contactsPerSecond: 20_000, peakMb: 400 },
);
