/** `query` by the built command, on tables that a sync of the simulator made. */
import { spawn } from 'node:child_process';
import { access, mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { holdOpen } from '../destinations/duckdb/holder.ts';
import { cli, startCommand } from '../support/command.ts';
import { runShell } from '../support/shell.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';

const query = (...args: string[]) => startCommand(['query', ...args]).ended;

describe.each(testDatabases)('query on $name', ({ name, create }) => {
  let simulator: Simulator;
  let database: TestDatabase;
  let synced: string;

  beforeAll(async () => {
    simulator = createSimulator({ seed: 5, scale: 0.1, rateLimit: null });
    simulator.workspace.createTag({ name: 'a "quoted", name\nof two lines' });
    database = await create();
    const server = await simulator.listen();
    const { exitCode, stdout, stderr } = await startCommand(
      ['sync', '--to', database.address, '--streams', 'tags,conversations,admins'],
      { INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token' },
    ).ended;
    expect(exitCode, stderr).toBe(0);
    synced = stdout;
    await server.close();
  });
  afterAll(() => database.remove());

  const ask = (...args: string[]) => query('--to', database.address, ...args);
  const refused = async (...args: string[]) => {
    const { exitCode, stdout, stderr } = await ask(...args);
    expect([exitCode, stdout]).toEqual([1, '']);
    return stderr;
  };

  test('gives all rows as CSV, to be read back value by value', async () => {
    const { exitCode, stdout } = await ask("SELECT id, name, NULL AS none, '' AS empty FROM tags ORDER BY id", '--csv');
    expect(exitCode).toBe(0);
    const tags = [...simulator.workspace.tags.values()].sort((a, b) => (a.id < b.id ? -1 : 1));
    expect(parse(stdout)).toEqual([['id', 'name', 'none', 'empty'], ...tags.map((tag) => [tag.id, tag.name, '', ''])]);
    expect(stdout.split('\n')[1]).toMatch(/,,""$/);
  });

  test('gives an object a line as JSON: times in UTC, objects as such, numbers with all their digits', async () => {
    const { stdout } = await ask(
      `SELECT id, created_at, open, statistics, CAST(9223372036854775807 AS BIGINT) AS large, CAST(1.10 AS DECIMAL(5, 2)) AS exact,
         CAST(NULL AS BIGINT) AS none, created_at + INTERVAL '1 microsecond' AS fine, CAST('2024-05-15 12:00:00' AS TIMESTAMP) AS plain, 1 AS id
       FROM conversations ORDER BY 1`,
      '--json',
    );
    const lines = stdout.trim().split('\n');
    expect(lines[0]).toMatch(/"large":9223372036854775807,"exact":1\.10,"none":null,/);
    const truth = simulator.workspace.truth('conversations').sort((a, b) => (a.id! < b.id! ? -1 : 1));
    const isoOf = (seconds: unknown) => new Date(Number(seconds) * 1000).toISOString().replace('.000Z', 'Z');
    expect(lines.map((line) => JSON.parse(line))).toEqual(
      truth.map(({ id, created_at, open, statistics }) => ({
        ...{ id, created_at: isoOf(created_at), open, statistics, large: 2 ** 63, exact: 1.1, none: null },
        ...{ fine: isoOf(created_at).replace('Z', '.000001Z'), plain: '2024-05-15T12:00:00', id_2: 1 },
      })),
    );
  });

  test('shows a table, numbers to the right, and how many more rows there are', async () => {
    const counted = await ask('SELECT state, count(*) AS n FROM conversations GROUP BY state ORDER BY n DESC LIMIT 1');
    const closed = [...simulator.workspace.conversations.values()].filter(({ state }) => state === 'closed').length;
    expect(counted.stdout).toBe(`state    n\n──────  ──\nclosed  ${closed}\n`);
    const { stdout } = await ask('SELECT n FROM generate_series(1, 1250) AS numbers(n)');
    expect(stdout.split('\n').slice(0, 3)).toEqual(
      ['n'.padEnd(3).trimEnd(), '───', '  1'].map((line, i) => (i === 0 ? '  n' : line)),
    );
    expect(stdout).toMatch(/\n200\n… and 1,050 more rows; --csv and --json give all\.\n$/);
    expect((await ask('SELECT id FROM tags WHERE false')).stdout).toBe('id\n──\nNo rows.\n');
  });

  test('says what is wrong with a statement, and where', async () => {
    const unknown = await refused('SELECT id,\n  stat FROM conversations');
    expect(unknown).toMatch(
      /^[^\n]*"?stat"?[^\n]* \(line 2, character 3\)\.[^\n]*\n {2}stat FROM conversations\n {2}\^\n$/,
    );
    expect(await refused('SELEC 1')).toMatch(
      /^syntax error at or near "SELEC" \(line 1, character 1\)\.\nSELEC 1\n\^\n$/i,
    );
    expect(await refused("SELECT '🛠é', nope FROM tags")).toContain('(line 1, character 14).');
    expect(await refused('SELECT * FROM conversation')).toContain('. Did you mean conversations?\n');
    const stream = await refused('SELECT * FROM contact_tags');
    expect(stream).toContain(
      'It is a stream that was not synced. Sync it: source-intercom sync --streams contact_tags --to ',
    );
    expect(await refused('SELECT 1; SELECT 2')).toContain('There are several statements.');
    expect(await refused(' -- nothing\n;')).toContain('There is no statement');
    expect(await refused("SELECT CAST('a' AS INTEGER)")).toMatch(/'?"?a"?'?/);
  });

  test('refuses what would write', async () => {
    const statements = [
      'DELETE FROM tags',
      'DROP TABLE tags',
      'CREATE TABLE mine (id INTEGER)',
      "UPDATE tags SET name = 'x'",
      'TRUNCATE tags',
    ];
    for (const said of await Promise.all(statements.map((sql) => refused(sql))))
      expect(said).toMatch(/^Nothing is written to .*: query only reads, and this statement would write\./);
    const rows = await database.use((run) => run('SELECT count(*) AS n FROM tags'));
    expect(rows).toEqual([{ n: simulator.workspace.tags.size }]);
  });

  test('writes no other file either, and reads none', async () => {
    const file = join(tmpdir(), `query-${process.pid}.csv`);
    expect(await refused(`COPY tags TO '${file}'`)).toMatch(/--csv/);
    await expect(access(file)).rejects.toThrow('ENOENT');
  });

  test('answers the question that the end of a sync names', async () => {
    const [, name] = /\nAsk it: source-intercom query --question (\S+) --to /.exec(synced)!;
    expect(name).toBe('first-response');
    const asked = await ask('--question', name!);
    expect(asked.stdout).toMatch(/ Times are in UTC\.\n\nweek {8}answered {2}median_minutes {2}p90_minutes\n──/);
    expect((await ask('--question', name!, '--csv')).stdout).toMatch(
      /^week,answered,median_minutes,p90_minutes\n\d{4}-/,
    );
    expect(await refused('--question', 'by-tag')).toMatch(
      /^"by-tag" needs conversation_tags, which .* does not hold\. Sync it: source-intercom sync --streams conversation_tags --to .*\n$/,
    );
    expect(await refused('--question', 'first-respons')).toContain('Did you mean "first-response"?');
  });

  test('takes SQL from a file and from stdin, and one way at a time', async () => {
    const folder = await mkdtemp(join(tmpdir(), 'query-'));
    const file = join(folder, 'count.sql');
    await writeFile(file, 'SELECT count(*) AS n FROM tags;\n');
    expect((await ask('-f', file, '--csv')).stdout).toBe(`n\n${simulator.workspace.tags.size}\n`);
    const piped = await runShell(`source-intercom query --to '${database.address}' --csv -f - < ${file}`, {
      cwd: folder,
    });
    expect(piped.stdout).toBe(`n\n${simulator.workspace.tags.size}\n`);
    expect(await refused('-f', join(folder, 'none.sql'))).toContain("can't be read: ENOENT.");
    expect(await refused('SELECT 1', '-f', file)).toMatch(/^Give one of SQL, --file or --question\./);
    expect(await refused()).toMatch(/^Give SQL, --file or --question\./);
    await rm(folder, { recursive: true });
  });

  test('ends quietly once its reader has gone', async () => {
    const child = spawn(process.execPath, [
      ...[cli, 'query', '--to', database.address, '--csv'],
      'SELECT n FROM generate_series(1, 3000000) AS numbers(n)',
    ]);
    let stderr = '';
    child.stderr.on('data', (text) => {
      stderr += text;
    });
    child.stdout.once('data', () => child.stdout.destroy());
    const exitCode = await new Promise((resolve) => child.on('close', resolve));
    expect([exitCode, stderr]).toEqual([0, '']);
  });

  test.runIf(name === 'DuckDB')('waits a little for who has the file, then names the copy', async () => {
    const holder = await holdOpen(database.address.replace('duckdb:', ''));
    expect(await refused('SELECT 1')).toMatch(/^Another process \(PID \d+\) has .* open\. .*sync --publish/);
    await holder.release();
  });

  test.runIf(name === 'PostgreSQL')('needs a schema that is there, and shows no password', async () => {
    const url = database.address.replace(/^postgres:\/\/([^@/]+)@/, 'postgres://$1:se@cret@');
    expect(await refused('--schema', 'nowhere', 'SELECT 1')).toMatch(/^There is no postgres:.* \(schema nowhere\)\./);
    const { stderr } = await query('--to', url, 'SELECT * FROM contact_tags');
    expect(stderr).toContain('sync --streams contact_tags');
    expect(stderr).not.toContain('cret');
  });
});

test('makes no file where there is none', async () => {
  const file = join(tmpdir(), `query-${process.pid}.duckdb`);
  const { exitCode, stderr } = await query('--to', `duckdb:${file}`, 'SELECT 1');
  expect([exitCode, stderr]).toEqual([1, expect.stringContaining('Sync into it first')]);
  await expect(access(file)).rejects.toThrow('ENOENT');
});

test('--list names every question', async () => {
  const { exitCode, stdout } = await query('--list', '--json');
  expect(exitCode).toBe(0);
  const listed = stdout
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
  expect(listed.length).toBeGreaterThanOrEqual(15);
  expect(listed[0]).toEqual({
    question: 'first-response',
    'what it tells': expect.stringMatching(/first answer.*\.$/),
    streams: 'conversations',
  });
  const text = await query('--list');
  expect(text.stdout).toMatch(/^first-response\n {4}How long contacts wait[^\n]*\n {4}/);
  for (const { question } of listed) expect(text.stdout).toContain(`${question}\n    `);
});
