/**
 * `meltano run` with the project of examples/meltano as it is: Meltano discovers, selects, keeps the state and hands it back, and the tables are
 * what the simulator says that its workspace is. Meltano installs the loader by itself.
 */
import { chmod, copyFile, mkdir, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { hasPostgres } from '../../test/support/postgres-server.ts';
import { runShell } from '../../test/support/shell.ts';
import { type PostgresDatabase, postgresDatabase } from '../../test/support/test-database.ts';
import { pythonEnvironment } from '../python.ts';
import { compared, tableRows, targetConfig, trueRows } from '../singer/target.ts';

const python = hasPostgres ? await pythonEnvironment(import.meta.url) : undefined;
const tap = fileURLToPath(new URL('../../dist/singer.js', import.meta.url));
const project = fileURLToPath(new URL('../../examples/meltano/meltano.yml', import.meta.url));

describe.skipIf(!python)('meltano run', () => {
  let simulator: Simulator;
  let server: Listening;
  let folder: string;
  let database: PostgresDatabase;
  beforeAll(async () => {
    const counts = { contacts: 180, conversations: 60, tickets: 30, companies: 30 };
    simulator = createSimulator({ seed: 19, counts, rateLimit: null });
    server = await simulator.listen();
    database = await postgresDatabase();
    folder = await mkdtemp(join(tmpdir(), 'meltano-'));
    await copyFile(project, join(folder, 'meltano.yml'));
    // As npm puts it on the path.
    await mkdir(join(folder, 'bin'));
    await writeFile(
      join(folder, 'bin/source-intercom-singer'),
      `#!/bin/sh\nexec '${process.execPath}' '${tap}' "$@"\n`,
    );
    await chmod(join(folder, 'bin/source-intercom-singer'), 0o755);
    await meltano('install loader target-postgres');
  });
  afterAll(async () => {
    await server.close();
    await database.remove();
    await rm(folder, { recursive: true });
  });

  async function run(command: string) {
    const target = Object.entries(targetConfig({ database }));
    return runShell(`'${python!.bin}/meltano' ${command}`, {
      cwd: folder,
      env: {
        PATH: `${join(folder, 'bin')}:${process.env.PATH}`,
        MELTANO_SEND_ANONYMOUS_USAGE_STATS: 'false',
        NO_COLOR: '1',
        INTERCOM_API_URL: server.url,
        TAP_INTERCOM_ACCESS_TOKEN: 'simulator-token',
        ...Object.fromEntries(target.map(([key, value]) => [`TARGET_POSTGRES_${key.toUpperCase()}`, String(value)])),
      },
    });
  }

  async function meltano(command: string) {
    const result = await run(command);
    expect(result.exitCode, (result.stdout + result.stderr).slice(-5_000)).toBe(0);
    return result;
  }

  async function expectTruth() {
    for (const stream of Object.keys(compared))
      expect(await tableRows(database, stream), stream).toEqual(trueRows(simulator.workspace, stream));
  }

  const stateOf = async () => {
    const { stdout } = await meltano('state get dev:tap-intercom-to-target-postgres');
    return JSON.parse(stdout.slice(stdout.indexOf('{'))).singer_state.bookmarks;
  };

  test('loads what the project selects, and no more', async () => {
    await meltano('run tap-intercom target-postgres');
    await expectTruth();
    const tables = await database.use((query) => query(database.selectTables));
    expect(tables.map(({ table_name }) => table_name).sort()).toEqual(Object.keys(compared).sort());
    const columns = await database.use((query) =>
      query(
        `SELECT column_name FROM information_schema.columns WHERE table_schema = '${database.schema}' AND table_name = 'contacts'`,
      ),
    );
    const names = columns.map(({ column_name }) => column_name);
    expect(names).toContain('email');
    expect(names).not.toContain('avatar');
  });

  test('goes on from the state that Meltano kept', async () => {
    const { workspace } = simulator;
    const before = await stateOf();
    const [user, gone] = workspace.contacts.keys();
    workspace.updateContact(user!, { name: 'Renamed' });
    workspace.deleteContact(gone!);
    workspace.deleteTag([...workspace.tags.keys()][0]!);
    const { stderr, stdout } = await meltano('run tap-intercom target-postgres');
    await expectTruth();
    const counted = [...(stderr + stdout).matchAll(/"value": ?(\d+), ?"tags": ?\{"stream": ?"contacts"/g)];
    // Of 180: those two, and contacts that had the tag.
    expect(Number(counted.at(-1)?.[1])).toBeLessThan(30);
    const after = await stateOf();
    expect(after.contacts.table_version).toBe(before.contacts.table_version);
    expect(after.tags.table_version).toBeGreaterThan(before.tags.table_version);
  });

  test('takes away what nothing told of, with --full-refresh', async () => {
    const { workspace } = simulator;
    workspace.archiveContact([...workspace.contacts.keys()][3]!);
    workspace.deleteCompany([...workspace.companies.keys()][1]!);
    await meltano('run --full-refresh tap-intercom target-postgres');
    await expectTruth();
  });

  test('is right again after a full refresh that failed, whose state Meltano lays over the one before', async () => {
    const { workspace } = simulator;
    workspace.deleteTicket([...workspace.tickets.keys()][1]!);
    simulator.change({ denied: ['read_conversations'] });
    const failed = await run('run --full-refresh tap-intercom target-postgres');
    expect(failed.exitCode).not.toBe(0);
    expect(failed.stdout + failed.stderr).toContain('Not complete: conversations');
    simulator.change({ denied: [] });
    workspace.addPart([...workspace.conversations.keys()][0]!, { body: '<p>Meanwhile</p>' });
    await meltano('run tap-intercom target-postgres');
    await expectTruth();
  });

  test('meltano config test finds it working', async () => {
    const { stdout, stderr } = await meltano('config test tap-intercom');
    expect(stdout + stderr).toContain('Plugin configuration is valid');
  });
});
