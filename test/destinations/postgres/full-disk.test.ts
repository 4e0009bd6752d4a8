/** A disk that is full, for real: a small file system in memory, which only root can make. */
import { execFileSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterAll, afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asConnectorError, explain } from '../../../src/core/errors.ts';
import type { Row } from '../../../src/core/events.ts';
import type { Destination } from '../../../src/destinations/destination.ts';
import { canStartServer, type PostgresServer, startServer } from '../../support/postgres-server.ts';
import { acme, contacts, infosOf, loads, nothing, records } from '../fixtures.ts';
import { postgresPlace } from './place.ts';

const folders: string[] = [];

const shell = (command: string) => execFileSync('sh', ['-c', command], { stdio: 'ignore' });

/** Mounts a file system of so many megabytes; undefined where that is not allowed. */
function mount(megabytes: number): string | undefined {
  const folder = mkdtempSync(join(tmpdir(), 'small-disk-'));
  try {
    shell(`mount -t tmpfs -o size=${megabytes}m tmpfs "${folder}"`);
  } catch {
    rmSync(folder, { recursive: true });
    return undefined;
  }
  chmodSync(folder, 0o777);
  folders.push(folder);
  return folder;
}
const makeRoom = (folder: string) => shell(`mount -o remount,size=400m "${folder}"`);

function unmount(folder: string): void {
  shell(`umount "${folder}"`);
  rmSync(folder, { recursive: true });
  folders.splice(folders.indexOf(folder), 1);
}

const tried = mount(1);
const canMount = tried !== undefined;
if (tried) unmount(tried);
afterAll(() => folders.forEach(unmount));

describe.runIf(canStartServer && canMount)(
  'a disk of PostgreSQL that is full (needs root, to mount a small one)',
  () => {
    let folder: string;
    let server: Required<PostgresServer>;
    afterEach(async () => {
      await server.remove();
      unmount(folder);
    });

    /** Rows that can't be compressed, 5 MB in all. */
    const heavy = (prefix: string): Row[] =>
      Array.from({ length: 500 }, (_, i) => ({ id: `${prefix}${i}`, name: randomBytes(5_000).toString('hex') }));

    const commitOf = (n: number) => ({ ...nothing, states: [{ stream: 'contacts', state: { n } }] });

    async function prepared(destination: Destination) {
      const stored = await destination.open(acme, infosOf(loads()));
      await destination.prepare(loads());
      return stored.get('contacts')?.state;
    }

    /** Loads until it fails, and gives how many commits went well, and what was said. */
    async function fill(destination: Destination): Promise<{ commits: number; said: string }> {
      await prepared(destination);
      for (let commits = 0; ; commits++) {
        if (commits > 60) throw new Error('The disk never was full.');
        try {
          await destination.write(records(contacts, heavy(`${commits}-`)));
          await destination.commit(commitOf(commits + 1));
        } catch (thrown) {
          expect(asConnectorError(thrown).code).toBe('destination_unusable');
          return { commits, said: explain(asConnectorError(thrown)) };
        }
      }
    }

    async function fillAndGoOn(words: RegExp, beforeRoom = async () => {}) {
      const place = await postgresPlace(server);
      const destination = await place.open();
      const { commits, said } = await fill(destination);
      expect(said).toMatch(words);
      expect(commits).toBeGreaterThan(0);
      await destination.close();
      makeRoom(folder);
      await beforeRoom();
      expect(await place.query('SELECT count(*) AS held FROM contacts')).toEqual([{ held: commits * 500 }]);
      const next = await place.open();
      expect(await prepared(next)).toEqual({ n: commits });
      await next.write(records(contacts, heavy('later-')));
      await next.commit(commitOf(commits + 1));
      await next.close();
      expect(await place.query('SELECT count(*) AS held FROM contacts')).toEqual([{ held: (commits + 1) * 500 }]);
    }

    describe('of a tablespace', () => {
      beforeEach(async () => {
        folder = mount(40)!;
        server = await startServer();
        const at = join(folder, 'tables');
        mkdirSync(at);
        shell(`chown postgres "${at}" || chmod 777 "${at}"`);
        const client = new pg.Client(server.url);
        await client.connect();
        await client.query(`CREATE TABLESPACE small LOCATION '${at}'`);
        await client.query('ALTER ROLE owner SET default_tablespace = small');
        await client.end();
      });

      test('is told; what was committed is kept, and the next run goes on', async () => {
        await fillAndGoOn(
          /^The disk of postgres:.* is full\. Make room and run again: what was committed is kept, and the sync goes on from there\.$/,
        );
      });
    });

    describe('of the server', () => {
      beforeEach(async () => {
        folder = mount(110)!;
        server = await startServer({ folder, settings: ['max_wal_size=32MB', 'min_wal_size=32MB'] });
      });

      test('is told, or the loss of the connection where it stops the server; what was committed is kept, and the next run goes on', async () => {
        await fillAndGoOn(
          /^(The disk of postgres:.* is full\. Make room and run|The connection to postgres:.* was lost\. Run) again: what was committed is kept/,
          () => server.restart(),
        );
      });
    });
  },
);
