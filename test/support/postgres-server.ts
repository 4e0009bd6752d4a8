/**
 * A PostgreSQL server for tests: the one that TEST_POSTGRES_URL names, or one of their own, made from the binaries of this machine on a
 * free port. It runs as an unprivileged user, as it must, and ends with the process that asked for it, however that ends.
 */
import { spawn, spawnSync } from 'node:child_process';
import { chmodSync, chownSync, copyFileSync, existsSync, mkdtempSync, readdirSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { certificate, key } from './tls.ts';

export interface PostgresServer {
  /** Of a user that may do all, without a schema. */
  url: string;
  /** Stops it at once, as a crash does. Undefined where it is not ours, as what follows. */
  stop?(): Promise<void>;
  start?(): Promise<void>;
  /** Stops it so and starts it again. */
  restart?(): Promise<void>;
  /** Stops it for good. */
  remove?(): Promise<void>;
}

export const missing =
  'PostgreSQL is not here: install it (Debian: apt-get install postgresql), or set TEST_POSTGRES_URL.';

const binaryFolder = ((): string | undefined => {
  const debian = '/usr/lib/postgresql';
  const versions = existsSync(debian) ? readdirSync(debian).sort((a, b) => Number(b) - Number(a)) : [];
  const folders = [...versions.map((version) => join(debian, version, 'bin')), ...(process.env.PATH ?? '').split(':')];
  return folders.find((folder) => existsSync(join(folder, 'initdb')) && existsSync(join(folder, 'postgres')));
})();

/** Whether there is one to test with. Under CI its lack is a failure, elsewhere its tests are skipped. */
export const hasPostgres = process.env.TEST_POSTGRES_URL !== undefined || binaryFolder !== undefined;

/** Whether one can be started. */
export const canStartServer = binaryFolder !== undefined;

let own: Promise<Required<PostgresServer>> | undefined;

/** The server that all tests of this process share. */
export const postgresServer = (): Promise<PostgresServer> =>
  process.env.TEST_POSTGRES_URL ? Promise.resolve({ url: process.env.TEST_POSTGRES_URL }) : ownServer();

/** One that is ours in any case, for tests that end sessions or change what users may do; all tests of this process share it. */
export function ownServer(): Promise<Required<PostgresServer>> {
  own ??= startServer();
  return own;
}

/** Root may not run a server: then "postgres" or "nobody" does. */
function unprivileged(): { uid: number; gid: number } | undefined {
  if (process.getuid?.() !== 0) return undefined;
  const idOf = (flag: string) => Number(spawnSync('id', [flag, 'postgres']).stdout);
  return { uid: idOf('-u') || 65_534, gid: idOf('-g') || 65_534 };
}

export interface ServerOptions {
  /** Such as `max_connections=3`. */
  settings?: readonly string[];
  /** Whether it offers TLS, with the tests' certificate for 127.0.0.1. */
  tls?: boolean;
  /** Where its files are: default a folder of its own. It is not removed. */
  folder?: string;
}

/** Starts a server of its own. */
export async function startServer({
  settings = [],
  tls = false,
  folder: given,
}: ServerOptions = {}): Promise<Required<PostgresServer>> {
  if (!binaryFolder) throw new Error(missing);
  const user = unprivileged();
  const folder = given ?? mkdtempSync(join(tmpdir(), 'postgres-'));
  if (user) chownSync(folder, user.uid, user.gid);
  const run = { cwd: folder, env: { PATH: process.env.PATH, LANG: 'C' }, ...user };
  const data = join(folder, 'data');
  const flags = ['-D', data, '-U', 'owner', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync'];
  const made = spawnSync(join(binaryFolder, 'initdb'), flags, { ...run, encoding: 'utf8' });
  if (made.status !== 0) throw new Error(`initdb failed: ${made.stderr}`);
  const port = await freePort();
  const allSettings = [
    'fsync=off',
    'full_page_writes=off',
    `unix_socket_directories=${folder}`,
    'max_connections=60',
    ...(tls ? tlsSettings(folder, user) : []),
    ...settings,
  ];
  const server = [
    join(binaryFolder, 'postgres'),
    '-D',
    data,
    '-p',
    String(port),
    ...allSettings.flatMap((one) => ['-c', one]),
  ];
  // The shell waits for the end of its input, which comes with the end of this process or thread, also where it is killed. It removes what the
  // server wrote, unless it is told to keep it.
  const removed = given ? data : folder;
  const wrapper = `"$@" >log 2>&1 </dev/null & said=$(cat); kill -QUIT $!; wait; [ "$said" = keep ] || rm -rf '${removed}'`;
  const url = `postgres://owner@127.0.0.1:${port}/postgres`;
  const start = async () => {
    const child = spawn('sh', ['-c', wrapper, 'sh', ...server], { ...run, stdio: ['pipe', 'ignore', 'inherit'] });
    child.unref();
    await untilReady(url);
    return child;
  };
  let child = await start();
  const end = async (said: '' | 'keep') => {
    const ended = new Promise((resolve) => child.once('exit', resolve));
    child.stdin.end(said);
    await ended;
  };
  return {
    url,
    async start() {
      child = await start();
    },
    stop: () => end('keep'),
    async restart() {
      await end('keep');
      child = await start();
    },
    remove: () => end(''),
  };
}

/** The server wants its key for itself. */
function tlsSettings(folder: string, user: { uid: number; gid: number } | undefined): string[] {
  const [ownCertificate, ownKey] = [join(folder, 'certificate.pem'), join(folder, 'key.pem')];
  for (const [from, to] of [
    [certificate, ownCertificate],
    [key, ownKey],
  ] as const) {
    copyFileSync(from, to);
    chmodSync(to, 0o600);
    if (user) chownSync(to, user.uid, user.gid);
  }
  return ['ssl=on', `ssl_cert_file=${ownCertificate}`, `ssl_key_file=${ownKey}`];
}

async function untilReady(url: string): Promise<void> {
  for (const deadline = Date.now() + 30_000; ; ) {
    const client = new pg.Client(url);
    client.on('error', () => undefined);
    try {
      await client.connect();
      await client.end();
      return;
    } catch (error) {
      await client.end().catch(() => undefined);
      if (Date.now() > deadline) throw error;
      await new Promise((resolve) => setTimeout(resolve, 50));
    }
  }
}

const freePort = () =>
  new Promise<number>((resolve, reject) => {
    const server = createServer();
    server.on('error', reject).listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
