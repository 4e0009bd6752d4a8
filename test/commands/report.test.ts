/** `report` by the built command: what it says of what lacks, and of what can't be. */
import { mkdir, mkdtemp, readdir, readFile, rm, stat, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import * as duckdb from '@duckdb/node-api';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFile } from '../../src/destinations/duckdb/instance.ts';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { holdOpen } from '../destinations/duckdb/holder.ts';
import { byId, named, pageOf, rowsIn, textOf } from '../report/html.ts';
import { startCommand } from '../support/command.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';

let folder: string;
let simulator: Simulator;
let server: Listening;
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'report-'));
  const counts = { contacts: 40, conversations: 120, tickets: 4, companies: 8 };
  simulator = createSimulator({ seed: 7, counts, rateLimit: null });
  server = await simulator.listen();
});
afterAll(async () => {
  await server.close();
  await rm(folder, { recursive: true });
});

const syncing = (address: string, ...args: string[]) =>
  startCommand(['sync', '--to', address, ...args], {
    INTERCOM_API_URL: server.url,
    INTERCOM_ACCESS_TOKEN: 'simulator-token',
  }).ended;

async function sync(address: string, ...args: string[]) {
  const { exitCode, stderr } = await syncing(address, ...args);
  expect(exitCode, stderr).toBe(0);
}

const report = (...args: string[]) => startCommand(['report', ...args]).ended;

/** Says what is wrong, writes nothing. */
async function refused(...args: string[]) {
  const out = join(folder, 'refused.html');
  const { exitCode, stdout, stderr } = await report('--out', out, ...args);
  expect([exitCode, stdout]).toEqual([1, '']);
  await expect(stat(out)).rejects.toThrow('ENOENT');
  return stderr;
}

describe.each(testDatabases)('of what is not loaded on $name', ({ create }) => {
  let database: TestDatabase;
  let page: ReturnType<typeof pageOf>;
  let said: string;

  beforeAll(async () => {
    database = await create();
    const left = 'conversations.conversation_rating,conversations.statistics.count_reopens';
    await sync(database.address, '--streams', 'conversations,admins', '--exclude', left);
    const out = join(folder, 'lacking.html');
    const { exitCode, stdout, stderr } = await report('--to', database.address, '--since', 'all', '--out', out);
    expect([exitCode, stderr]).toEqual([0, '']);
    said = stdout;
    page = pageOf(await readFile(out, 'utf8'));
  }, 60_000);
  afterAll(() => database.remove());

  const lacking: [id: string, what: string][] = [
    ['csat', 'The database does not hold conversations.conversation_rating: left out of the sync'],
    ['reopens', 'No row of conversations holds statistics.count_reopens: there is none yet, or it was left out'],
    ['first-response-by-team', 'teams is not loaded. To load: source-intercom sync --streams teams'],
    ['csat-by-team', 'teams is not loaded.'],
    ['tags', 'conversation_tags is not loaded. To load: source-intercom sync --streams conversation_tags'],
    ['topics', 'conversation_topics is not loaded.'],
    ['companies', 'companies is not loaded.'],
    ['teammates', 'conversation_teammates is not loaded.'],
  ];

  test.each(lacking)('%s has a sentence in place of the picture', (id, what) => {
    const section = byId(page, id);
    expect(textOf(section)).toContain(`Not shown. ${what}`);
    expect([named(section, 'svg'), rowsIn(section)]).toEqual([[], []]);
    expect(textOf(named(page, 'header')[0]!)).toContain(what);
    expect(said).toContain(`. ${what}`);
  });

  test('figures on top that are not known are no 0', () => {
    for (const id of ['csat', 'reopened'])
      expect(textOf(named(byId(page, `headline-${id}`), 'dd')[0]!)).toBe('not known');
    expect(textOf(named(byId(page, 'headline-conversations'), 'dd')[0]!)).toMatch(/^\d+$/);
  });

  test('all else is shown', () => {
    for (const id of ['volume', 'hours', 'first-response', 'time-to-close-by-teammate', 'backlog', 'fin']) {
      const section = byId(page, id);
      expect(rowsIn(section).length, id).toBeGreaterThan(1);
      expect(named(section, 'svg').length, id).toBeGreaterThan(1);
    }
    expect(said).toContain(': 10 of 19 sections. Open it in a browser.\n');
  });

  test('a team is not found where teams are not loaded', async () => {
    expect(await refused('--to', database.address, '--team', 'Frontline')).toMatch(
      /^Teams are not loaded, so that --team finds none\. Sync them: source-intercom sync --streams teams/,
    );
  });
});

describe('what can not be', () => {
  const file = () => join(folder, 'wrong.duckdb');
  const to = () => ['--to', `duckdb:${file()}`];
  beforeAll(() => sync(`duckdb:${file()}`, '--streams', 'conversations,teams'), 60_000);

  test('a team that there is not: it names the known ones', async () => {
    expect(await refused(...to(), '--team', 'frontlin')).toMatch(
      /^There is no team "frontlin"\. Did you mean "Frontline"\? There are: .*Frontline.*Billing.*\.\n$/,
    );
    expect(await refused(...to(), '--team', 'Billing', 'Nobody')).toMatch(
      /^There is no team "Nobody"\. There are: Frontline, /,
    );
  });

  test.each(['yesterday', '90', '2026-02-30', '-5d', ''])('--since %j', async (since) => {
    expect(await refused(...to(), `--since=${since}`)).toBe(
      `--since can't be read: ${JSON.stringify(since)}. It takes a number of days such as 90d, a date such as 2026-01-31, or all.\n`,
    );
  });

  test('a --since later than the data', async () => {
    expect(await refused(...to(), '--since', '2999-01-01')).toMatch(
      /^--since 2999-01-01 is later than the data, which are as of \d{4}-\d\d-\d\d\./,
    );
  });

  test('a folder for the page that is not there, and one in its place', async () => {
    const nowhere = join(folder, 'none', 'report.html');
    const said = await report(...to(), '--out', nowhere);
    expect([said.exitCode, said.stderr]).toEqual([
      1,
      `There is no folder ${join(folder, 'none')} for the report. Make it, or name another file with --out.\n`,
    ]);
    const inTheWay = await report(...to(), '--out', folder);
    expect(inTheWay.stderr).toBe(`${folder} is a folder. Name a file in it with --out.\n`);
  });

  test('CSV where a file stands', async () => {
    const said = await report(...to(), '--out', join(folder, 'page.html'), '--csv', file());
    expect([said.exitCode, said.stderr]).toEqual([1, expect.stringContaining("can't be written (EEXIST).")]);
  });

  test('a database that no sync has written to, one without conversations, and what is none', async () => {
    expect(await refused('--to', `duckdb:${join(folder, 'nothing.duckdb')}`)).toContain('does not exist.');
    const empty = join(folder, 'empty.duckdb');
    (await openFile(duckdb, empty)).close();
    expect(await refused('--to', `duckdb:${empty}`)).toMatch(/^No sync has ever written to .*empty\.duckdb\./);
    const tags = join(folder, 'tags.duckdb');
    await sync(`duckdb:${tags}`, '--streams', 'tags');
    expect(await refused('--to', `duckdb:${tags}`)).toBe(
      `${tags} holds no conversations. Sync them first: source-intercom sync --to duckdb:${tags}\n`,
    );
    const text = join(folder, 'text.duckdb');
    await writeFile(text, 'no database, but a text of some length');
    expect(await refused('--to', `duckdb:${text}`)).toMatch(/text\.duckdb is not a DuckDB database\./);
  });

  test('a file that is written to: it names the copy for readers', async () => {
    const holder = await holdOpen(file());
    expect(await refused(...to())).toMatch(/^Another process \(PID \d+\) has .* open\. .*sync --publish/);
    await holder.release();
  });
});

test('says which streams the last sync did not read to the end', async () => {
  const to = `duckdb:${join(folder, 'denied.duckdb')}`;
  const out = join(folder, 'denied.html');
  const made = async () => {
    const { exitCode, stderr } = await report('--to', to, '--out', out, '--since', 'all');
    expect([exitCode, stderr]).toEqual([0, '']);
    return pageOf(await readFile(out, 'utf8'));
  };
  const names = ['--streams', 'conversations,teams'];
  simulator.change({ denied: ['read_admins'] });
  expect((await syncing(to, ...names)).exitCode).toBe(1);
  const without = await made();
  const header = (page: typeof without) => textOf(named(page, 'header')[0]!);
  expect(header(without)).toContain('The last sync did not complete. Not read to the end: teams.');
  expect(textOf(named(byId(without, 'csat-by-team'), 'p')[1]!)).toMatch(
    /^Not shown\. teams has not been read to its end, and holds nothing yet\. .*needs the permission "Read admins"/,
  );

  simulator.change({ denied: [] });
  await sync(to, ...names);
  expect(header(await made())).not.toContain('did not complete');

  simulator.change({ denied: ['read_admins'] });
  expect((await syncing(to, ...names)).exitCode).toBe(1);
  const later = await made();
  expect(rowsIn(byId(later, 'csat-by-team')).length).toBeGreaterThan(1);
  expect(textOf(byId(later, 'csat-by-team'))).toContain(
    'Not read to the end by the last sync, so that some may lack: teams.',
  );
  expect(textOf(byId(later, 'csat'))).not.toContain('Not read to the end');
  simulator.change({ denied: [] });
});

test('the page is its owner’s alone, replaces the one before, and leaves nothing beside it', async () => {
  const own = join(folder, 'own');
  await mkdir(own);
  await sync(`duckdb:${join(folder, 'own.duckdb')}`, '--streams', 'conversations');
  const out = join(own, 'report.html');
  for (const since of ['all', '10d'])
    expect(
      (await report('--to', `duckdb:${join(folder, 'own.duckdb')}`, '--out', out, '--since', since)).exitCode,
    ).toBe(0);
  expect(await readdir(own)).toEqual(['report.html']);
  expect((await stat(out)).mode & 0o777).toBe(0o600);
  expect(textOf(named(pageOf(await readFile(out, 'utf8')), 'header')[0]!)).toContain('Conversations since ');
});
