/** The command singer as shells and platforms run it: a process of its own, whose messages a small target keeps. */
import { spawn } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Row } from '../../src/core/events.ts';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { cli, spawnCommand, startCommand } from '../support/command.ts';
import { runShell } from '../support/shell.ts';

const token = 'a-token-of-singer';
const counts = { contacts: 400, conversations: 60, tickets: 10, companies: 20 };

let simulator: Simulator;
let server: Listening;
let folder: string;
beforeAll(async () => {
  simulator = createSimulator({ seed: 62, token, counts, rateLimit: null, latencyMs: 5 });
  server = await simulator.listen();
});
afterAll(() => server.close());
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'singer-'));
});
afterEach(() => rm(folder, { recursive: true }));

const environment = () => ({ INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: token });
const shell = (script: string, env: Record<string, string> = environment()) => runShell(script, { cwd: folder, env });
const write = (name: string, content: unknown) => writeFile(join(folder, name), JSON.stringify(content));

type Message = Row & { type: string };
const messagesIn = (text: string): Message[] =>
  text
    .trim()
    .split('\n')
    .map((line) => JSON.parse(line));
const recordsOf = (messages: Message[], stream: string) =>
  messages.filter((one) => one.type === 'RECORD' && one.stream === stream).map(({ record }) => record as Row);

/** A catalog of these streams, each as it is given. */
const catalog = (streams: Record<string, { metadata?: Row; deselected?: string[][] }>) => ({
  streams: Object.entries(streams).map(([name, { metadata = {}, deselected = [] }]) => ({
    tap_stream_id: name,
    stream: name,
    schema: {},
    metadata: [
      { breadcrumb: [], metadata: { selected: true, ...metadata } },
      ...deselected.map((path) => ({
        breadcrumb: path.flatMap((field) => ['properties', field]),
        metadata: { inclusion: 'available', selected: false },
      })),
    ],
  })),
});

describe('what is selected', () => {
  test('leaves out deselected properties of schemas and records, but never keys, cursors and deletions', async () => {
    const deselected = [
      ['email'],
      ['location', 'country'],
      ['custom_attributes'],
      ['id'],
      ['updated_at'],
      ['_sdc_deleted_at'],
    ];
    await write('catalog.json', catalog({ contacts: { deselected } }));
    const { stdout, exitCode } = await shell('source-intercom singer --catalog catalog.json');
    expect(exitCode).toBe(0);
    const messages = messagesIn(stdout);
    const { properties } = messages[0]!.schema as { properties: Record<string, { properties: Row }> };
    expect(Object.keys(properties)).toEqual(expect.arrayContaining(['id', 'updated_at', '_sdc_deleted_at', 'phone']));
    expect(Object.keys(properties)).not.toEqual(expect.arrayContaining(['email']));
    expect(properties).not.toHaveProperty('custom_attributes');
    expect(properties.location!.properties).not.toHaveProperty('country');
    const records = recordsOf(messages, 'contacts');
    expect(records.length).toBe(simulator.workspace.contacts.size);
    const expected = simulator.workspace.truth('contacts').map(({ email: _, custom_attributes: _c, ...contact }) => {
      const { country: _country, ...location } = contact.location as Row;
      return { ...contact, location };
    });
    const byId = (a: Row, b: Row) => (String(a.id) < String(b.id) ? -1 : 1);
    expect(records.sort(byId)).toEqual(expected.sort(byId));
  });

  test('is read whole each time where the catalog asks for FULL_TABLE', async () => {
    await write('catalog.json', catalog({ companies: { metadata: { 'replication-method': 'FULL_TABLE' } } }));
    await shell('source-intercom singer --properties catalog.json > first.jsonl');
    const { stdout } = await shell('source-intercom singer --properties catalog.json --state first.jsonl');
    const [first, second] = [messagesIn(await readFile(join(folder, 'first.jsonl'), 'utf8')), messagesIn(stdout)];
    expect(recordsOf(second, 'companies').length).toBe(simulator.workspace.companies.size);
    const versionOf = (messages: Message[]) => messages.find(({ type }) => type === 'ACTIVATE_VERSION')!.version;
    expect(versionOf(second)).toBeGreaterThan(versionOf(first) as number);
  });

  test('may be what no one knows: the others are read, and the exit code is 1', async () => {
    await write('catalog.json', catalog({ nothing: {}, tags: {} }));
    const { stdout, stderr, exitCode } = await shell('source-intercom singer --catalog catalog.json');
    expect(exitCode).toBe(1);
    expect(stderr).toContain('ERROR nothing: There is no stream "nothing".');
    expect(recordsOf(messagesIn(stdout), 'tags').length).toBe(simulator.workspace.tags.size);
  });
});

/** Keeps messages as a target does that upserts and activates versions. */
class Target {
  readonly rows = new Map<string, { record: Row; version: unknown }>();
  state: unknown;

  take(messages: Message[]): void {
    for (const { type, record, version, value } of messages) {
      if (type === 'RECORD') this.rows.set(String((record as Row).id), { record: record as Row, version });
      if (type === 'STATE') this.state = value;
      if (type === 'ACTIVATE_VERSION')
        for (const [id, row] of this.rows) if (row.version !== version) this.rows.delete(id);
    }
  }

  ids = () =>
    [...this.rows]
      .filter(([, { record }]) => record._sdc_deleted_at === undefined)
      .map(([id]) => id)
      .sort();
}

describe('a load that is stopped', () => {
  beforeEach(() => simulator.change({ latencyMs: 100 }));
  afterEach(() => simulator.change({ latencyMs: 5 }));

  test.each(['SIGTERM', 'SIGINT'] as const)(
    'by %s writes its last state, and the next goes on to all there is',
    async (signal) => {
      const target = new Target();
      await write('catalog.json', catalog({ contacts: {} }));
      const args = ['singer', '--catalog', join(folder, 'catalog.json')];
      const { child, ended } = spawnCommand(args, { env: environment() });
      let text = '';
      child.stdout!.setEncoding('utf8').on('data', (chunk: string) => {
        if (!text.includes('"RECORD"') && chunk.includes('"RECORD"')) child.kill(signal);
        text += chunk;
      });
      child.stderr!.resume();
      expect((await ended).signal).toBe(signal);
      const stopped = messagesIn(text);
      expect(stopped.at(-1)!.type).toBe('STATE');
      target.take(stopped);
      await write('state.json', target.state);
      simulator.workspace.deleteContact([...simulator.workspace.contacts.keys()][0]!);
      const { stdout } = await shell('source-intercom singer --catalog catalog.json --state state.json');
      target.take(messagesIn(stdout));
      expect(target.ids()).toEqual([...simulator.workspace.contacts.keys()].sort());
    },
  );

  test('by a reader that goes away exits with 1, without a stack trace', async () => {
    const { stderr, exitCode } = await shell('source-intercom singer | head -n 1 > /dev/null');
    expect(exitCode).toBe(1);
    expect(stderr).not.toMatch(/^\s+at /m);
  });
});

test("goes on from another tap's state, and keeps the bookmarks of what is not read", async () => {
  await write('catalog.json', catalog({ contacts: {} }));
  const times = [...simulator.workspace.contacts.values()].map(({ updated_at }) => updated_at).sort((a, b) => a - b);
  const since = times[Math.floor(times.length / 2)]!;
  const bookmarks = { contacts: { updated_at: new Date(since * 1000).toISOString() }, tags: { kept: 'as it was' } };
  await write('state.json', { bookmarks, currently_syncing: 'contacts' });
  const { stdout, exitCode } = await shell('source-intercom singer --catalog catalog.json --state state.json');
  expect(exitCode).toBe(0);
  const messages = messagesIn(stdout);
  const read = recordsOf(messages, 'contacts').filter((row) => row._sdc_deleted_at === undefined).length;
  expect(read).toBe(times.filter((at) => at >= since).length);
  const { value } = messages.at(-1) as unknown as { value: { bookmarks: Row } };
  expect(value.bookmarks).toMatchObject({ tags: { kept: 'as it was' }, contacts: { slices: [] } });
});

describe('the configuration', () => {
  test("takes other taps' keys and the token of the environment, without a warning", async () => {
    await write('config.json', { user_agent: 'me', request_timeout: 300, start_date: '2020-01-01T00:00:00Z' });
    await write('catalog.json', catalog({ tags: {} }));
    const { stderr, exitCode } = await shell('source-intercom singer --config config.json --catalog catalog.json');
    expect([exitCode, stderr]).toEqual([0, expect.not.stringContaining('WARNING')]);
  });

  test('that is refused is told without the token, and nothing is on stdout', async () => {
    const secret = 'wrong-token-0123456789';
    for (const mode of ['--test', '']) {
      const { ended } = startCommand(['singer', ...(mode ? [mode] : [])], {
        ...environment(),
        INTERCOM_ACCESS_TOKEN: secret,
      });
      const { stdout, stderr, exitCode } = await ended;
      expect([stdout, exitCode]).toEqual(['', 1]);
      expect(stderr).toMatch(/^ERROR /);
      expect(stderr).not.toContain(secret);
    }
  });

  test('that works is told on stderr', async () => {
    const { stdout, stderr, exitCode } = await shell('source-intercom singer --test');
    expect([stdout, exitCode]).toEqual(['', 0]);
    expect(stderr).toContain('INFO Connected to workspace');
  });
});

test.each<[string, unknown, RegExp]>([
  ['state', { bookmarks: { contacts: { updated_at: 'soon' } } }, /state/],
  ['state', 'nothing', /state/],
  ['catalog', { streams: 1 }, /catalog\.streams/],
])('a wrong %s is told before the first request', async (flag, content, problem) => {
  await write('wrong.json', content);
  const before = simulator.requests.count();
  const { stdout, stderr, exitCode } = await shell(`source-intercom singer --${flag} wrong.json`);
  expect([stdout, exitCode]).toEqual(['', 1]);
  expect(stderr).toMatch(problem);
  expect(simulator.requests.count()).toBe(before);
});

test('--about tells its settings, secrets marked, and --version its version', async () => {
  const about = JSON.parse((await shell('source-intercom singer --about --format json')).stdout);
  expect(about.capabilities).toContain('activate-version');
  expect(about.settings.properties.access_token).toMatchObject({ type: 'string', secret: true });
  expect(JSON.stringify(about)).not.toContain('airbyte');
  expect((await shell('source-intercom singer --version')).stdout.trim()).toBe(about.version);
});

test('source-intercom-singer is the same command for platforms that know flags only', async () => {
  const child = spawn(process.execPath, [cli.replace('cli.js', 'singer.js'), '--discover'], {
    stdio: ['ignore', 'pipe', 'ignore'],
  });
  const { streams } = JSON.parse((await child.stdout.setEncoding('utf8').toArray()).join(''));
  expect(streams.map(({ tap_stream_id }: Row) => tap_stream_id)).toContain('contacts');
});
