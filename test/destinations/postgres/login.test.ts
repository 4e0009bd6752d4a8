/** Passwords, on a server that asks for them: by the address, the environment or a file, and refused without being shown. */
import { spawnSync } from 'node:child_process';
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { canStartServer, type PostgresServer, startServer } from '../../support/postgres-server.ts';

const built = fileURLToPath(new URL('../../../dist/destinations/postgres/index.js', import.meta.url));

describe.runIf(canStartServer)('a user with a password', () => {
  let server: Required<PostgresServer>;
  let folder: string;
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'login-'));
    chmodSync(folder, 0o755);
    const rules = join(folder, 'pg_hba.conf');
    writeFileSync(rules, 'host all owner 127.0.0.1/32 trust\nhost all all 127.0.0.1/32 scram-sha-256\n');
    server = await startServer({ settings: [`hba_file=${rules}`] });
    const client = new pg.Client(server.url);
    await client.connect();
    await client.query("CREATE ROLE loader LOGIN PASSWORD 'right@word'; CREATE SCHEMA intercom AUTHORIZATION loader");
    await client.end();
  });
  afterAll(async () => {
    await server.remove();
    rmSync(folder, { recursive: true });
  });

  /** What a process says that opens the schema. */
  function opened(who: string, env: Record<string, string> = {}): string {
    const address = server.url.replace('owner', who);
    const program = `
      const { openPostgres } = await import(${JSON.stringify(built)});
      await openPostgres(${JSON.stringify(address)}).then((one) => one.close().then(() => console.log('open')), (error) => console.log(error.message, error.hint));`;
    const { stdout, stderr } = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
      encoding: 'utf8',
      env: { PATH: process.env.PATH, HOME: folder, ...env },
    });
    return `${stdout}${stderr}`.trim();
  }
  const passwords = (line: string) => {
    const file = join(folder, 'passwords');
    writeFileSync(file, line, { mode: 0o600 });
    return { PGPASSFILE: file };
  };

  test('is let in', () => {
    expect(opened('loader:right%40word')).toBe('open');
    expect(opened('loader', { PGPASSWORD: 'right@word' })).toBe('open');
    expect(opened('loader', passwords('*:*:*:loader:right@word\n'))).toBe('open');
  });

  test('is refused with a wrong one, and with none', () => {
    const refused =
      /^postgres:\/\/loader@.* refuses the user or the password\. Give them in the address, or the password by PGPASSWORD or ~\/\.pgpass; /;
    expect(opened('loader:wrong%40word')).toMatch(refused);
    expect(opened('loader:wrong%40word')).not.toContain('wrong');
    expect(opened('loader', { PGPASSWORD: 'wrong@word' })).toMatch(refused);
    expect(opened('loader')).toMatch(refused);
    expect(opened('nobody:right%40word').replace('nobody', 'loader')).toMatch(refused);
  });
});
