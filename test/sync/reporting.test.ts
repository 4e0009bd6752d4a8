/** The datasets of reports from a simulated Intercom over HTTP into a DuckDB file: by value, and whatever becomes of the jobs. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../src/connect.ts';
import { readableStreams } from '../../src/connection.ts';
import { type Clock, systemClock } from '../../src/core/clock.ts';
import type { Row } from '../../src/core/events.ts';
import { explain, openDestination, parseConfig, syncInto } from '../../src/index.ts';
import { createSimulator, type Listening, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import { streams as registry } from '../../src/streams/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { startCommand } from '../support/command.ts';
import { hashOf, salt } from '../support/masking.ts';
import { expectedTable, sorted } from '../support/oracle/index.ts';

const day = 86_400;
const names = ['reporting_conversation', 'reporting_call', 'reporting_conversation_rating_sent'];
const jobs = 'POST /export/reporting_data/enqueue';

let simulator: Simulator;
let server: Listening;
let place: DuckdbPlace;

/** Its reports reach back to all that it is seeded with, unless it is said how far. */
async function serve(options: SimulatorOptions = {}) {
  simulator = createSimulator({ seed: 9, scale: 0.2, rateLimit: null, reportingReachDays: 2000, ...options });
  server = await simulator.listen();
}

beforeEach(async () => {
  place = await duckdbPlace();
});
afterEach(async () => {
  await server.close();
  await place.remove();
});

interface Given {
  wanted?: string[];
  fullRefresh?: boolean;
  config?: object;
}

/** Waits for jobs a twentieth of the time that others do. */
const hurried: Clock = { ...systemClock, sleep: (ms, signal) => systemClock.sleep(ms / 20, signal) };

/** Syncs some streams, and gives those that there are, what failed, which jobs were asked for, and what was said. */
async function sync({ wanted = names, fullRefresh = false, config = {} }: Given = {}) {
  const asked = simulator.requests.all.length;
  const connection = await connect({
    config: parseConfig({ access_token: 'simulator-token', ...config }),
    env: { INTERCOM_API_URL: server.url },
    signal: new AbortController().signal,
    clock: hurried,
    typesFor: wanted,
  });
  const said: string[] = [];
  const streams = readableStreams(connection).filter(({ name }) => wanted.includes(name));
  const { failed } = await syncInto({
    connection,
    destination: await openDestination(`duckdb:${place.file}`),
    streams,
    fullRefresh,
    observe(event) {
      if (event.type === 'status' && event.status === 'incomplete') said.push(explain(event.error));
      if (event.type === 'log' && event.level !== 'debug') said.push(event.message);
    },
  });
  await connection.close();
  const { missing = [] } = connection;
  return { streams, failed, missing, said, requests: simulator.requests.all.slice(asked) };
}

const tableOf = async ({ name }: Stream) => (await place.rows(name)).map(({ _synced_at, _generation, ...row }) => row);

async function expectTruth(streams: readonly Stream[]) {
  for (const stream of streams)
    expect(sorted(stream, await tableOf(stream)), stream.name).toEqual(expectedTable(simulator, stream));
}

const command = (names: string, ...args: string[]) =>
  startCommand(['sync', '--to', `duckdb:${place.file}`, '--streams', names, ...args], {
    INTERCOM_API_URL: server.url,
    INTERCOM_ACCESS_TOKEN: 'simulator-token',
  });

type Requests = Awaited<ReturnType<typeof sync>>['requests'];
const jobsIn = (requests: Requests) =>
  requests.filter(({ method, path }) => `${method} ${path}` === jobs).map(({ body }) => body as { dataset_id: string });

/** Changes what reports are about; which of it began within the time that is read again. */
function changeTheWorkspace() {
  const { workspace } = simulator;
  const since = Date.now() / 1000 - 80 * day;
  const [changed, rated] = [...workspace.conversations.values()].filter(({ created_at }) => created_at > since);
  workspace.addPart(changed!.id, { part_type: 'close', author: { type: 'admin' } });
  workspace.updateConversation(rated!.id, {
    conversation_rating: {
      rating: 2,
      remark: 'Slow, "very"\nslow',
      created_at: rated!.created_at + 60,
      updated_at: rated!.created_at + 60,
      contact_id: rated!.contact_ids[0]!,
      teammate: { type: 'admin', id: [...workspace.admins.keys()][0]! },
    },
  });
  workspace.createConversation({ source: { body: 'Neu, 新' } });
  workspace.createCall({ direction: 'outbound' });
}

test.each([
  { reportingFile: 'csv', exportTimes: 'unix' },
  { reportingFile: 'gzip', exportTimes: 'text' },
  { reportingFile: 'tgz', exportTimes: 'unix' },
  { reportingFile: 'zip', exportTimes: 'text' },
] as const)('the tables hold every row by value, and follow what changes: %o', async (manners) => {
  await serve(manners);
  const first = await sync();
  expect(first).toMatchObject({ failed: [], missing: [], said: [] });
  expect(first.streams.map(({ name }) => name).sort()).toEqual([...names].sort());
  await expectTruth(first.streams);

  changeTheWorkspace();
  const second = await sync();
  expect(second).toMatchObject({ failed: [], said: [] });
  await expectTruth(second.streams);
  // Of what has a key, no more than what is read again; of the other the whole.
  expect(
    jobsIn(second.requests)
      .map(({ dataset_id }) => dataset_id)
      .sort(),
  ).toEqual(['call', 'conversation', 'conversation_rating_sent']);
});

test('what changes later than is looked back to a full refresh brings, and drops what has gone', async () => {
  await serve();
  await sync();
  const { workspace } = simulator;
  const old = [...workspace.conversations.values()].filter(
    ({ created_at }) => created_at < Date.now() / 1000 - 100 * day,
  );
  workspace.updateConversation(old[0]!.id, { state: 'snoozed' });
  workspace.deleteConversation(old[1]!.id, false);
  const stateOf = () =>
    place.query(
      `SELECT current_conversation_state AS state FROM reporting_conversation WHERE conversation_id = '${old[0]!.id}'`,
    );
  const before = await stateOf();
  const { streams } = await sync();
  expect(await stateOf()).toEqual(before);
  // No key names a rating: all of them were read, and one less is there.
  await expectTruth(streams.filter(({ name }) => name === 'reporting_conversation_rating_sent'));
  await sync({ fullRefresh: true });
  await expectTruth(streams);
});

describe('whatever becomes of the jobs', () => {
  test('one that fails, a file that is gone or damaged is asked for anew', async () => {
    await serve();
    simulator.workspace.failReports(1);
    const [gone, damaged] = (['gateway-404', 'html'] as const).map((kind, after) =>
      simulator.faults.add({ kind, match: '/download/reporting_data', after: 3 + 3 * after, times: 1 }),
    );
    const { streams, failed, said } = await sync();
    expect(failed).toEqual([]);
    expect([gone!.fired, damaged!.fired]).toEqual([1, 1]);
    expect(said.filter((line) => line.includes('Another export is asked for'))).toHaveLength(3);
    expect(said.filter((line) => line.includes('it is failed'))).toHaveLength(1);
    await expectTruth(streams);
  });

  test('one that fails again and again fails its stream alone, and the next sync goes on', async () => {
    await serve();
    simulator.workspace.failReports(100);
    const { failed, said } = await sync({ wanted: ['reporting_call', 'tags'] });
    expect(failed).toEqual(['reporting_call']);
    expect(said.at(-1)).toMatch(
      /^Stream "reporting_call" failed: An export job of Intercom's came to nothing: it is failed/,
    );
    expect(await place.rows('tags')).toHaveLength(simulator.workspace.tags.size);
    simulator.workspace.failReports(0);
    const { streams, said: none } = await sync({ wanted: ['reporting_call'] });
    expect(none).toEqual([]);
    await expectTruth(streams);
  });

  test('five that others have begun are waited for', async () => {
    await serve({ exportSeconds: 2 });
    for (let i = 0; i < 5; i++)
      simulator.workspace.startReport({ dataset: 'call', from: Date.now() / 1000 - day, to: 2e9 });
    const { streams, failed, requests, said } = await sync({ wanted: ['reporting_conversation_rating_sent'] });
    expect(failed).toEqual([]);
    const asked = requests.filter(({ method, path }) => `${method} ${path}` === jobs).map(({ status }) => status);
    expect(asked.length).toBeGreaterThan(1);
    expect([...new Set(asked)]).toEqual([429, 200]);
    expect(said).toEqual(['As many exports of this workspace are pending as may be: waiting for one to end.']);
    await expectTruth(streams);
  });

  test.each([
    // What a stopped sync has read is committed.
    ['stopped', 'SIGTERM', 7],
    ['killed', 'SIGKILL', 11],
  ] as const)('%s while one is pending, it is run again and holds every row', async (_, signal, most) => {
    await serve({ exportSeconds: 1 });
    const running = command('reporting_conversation');
    while (simulator.requests.count(jobs) < 8) await new Promise((resolve) => setTimeout(resolve, 20));
    running.kill(signal);
    const { exitCode } = await running.ended;
    expect(exitCode).not.toBe(0);
    const last = [...simulator.workspace.conversations.keys()].at(-1)!;
    simulator.workspace.updateConversation(last, { state: 'snoozed' });
    const asked = simulator.requests.count(jobs);
    const second = await command('reporting_conversation').ended;
    expect(second, second.stderr).toMatchObject({ exitCode: 0 });
    expect(simulator.requests.count(jobs) - asked).toBeLessThanOrEqual(most);
    simulator.change({ exportSeconds: 0 });
    const { streams } = await sync({ wanted: ['reporting_conversation'] });
    await expectTruth(streams);
  });
});

describe('what reports are closed to', () => {
  test('without the client id these streams fail, and say which key to set; with it they are read', async () => {
    await serve({ reportingClientId: 'app-1' });
    const { failed, said } = await sync({ wanted: [...names, 'tags'] });
    expect([...failed].sort()).toEqual([...names].sort());
    for (const line of said) expect(line).toMatch(/Set "client_id" in the configuration/);
    expect(await place.rows('tags')).toHaveLength(simulator.workspace.tags.size);

    const { streams, failed: none } = await sync({ config: { client_id: 'app-1' } });
    expect(none).toEqual([]);
    await expectTruth(streams);
  });

  test('a token without the permission has none of these streams, which is said', async () => {
    await serve({ denied: ['export_reporting_data'] });
    const { streams, missing, failed, said } = await sync({ wanted: ['reporting_call', 'tags'] });
    expect(streams.map(({ name }) => name)).toEqual(['tags']);
    expect(failed).toEqual([]);
    expect(missing).toEqual([
      { stream: 'reporting_call', error: expect.objectContaining({ code: 'permission_missing' }) },
    ]);
    expect(said).toEqual([expect.stringMatching(/^There are no streams of the datasets .*export_reporting_data/)]);
  });

  test('by the command the others are read, its exit code says that one is not, and alone it is an error', async () => {
    await serve({ denied: ['export_reporting_data'] });
    const { exitCode, stderr } = await command('reporting_call,tags').ended;
    expect(exitCode).toBe(1);
    expect(stderr).toMatch(
      /^There is no stream "reporting_call", since there are none of the datasets .*export_reporting_data/m,
    );
    expect(await place.rows('tags')).toHaveLength(simulator.workspace.tags.size);
    expect(await command('reporting_call').ended).toMatchObject({ exitCode: 1 });

    simulator.change({ denied: [] });
    const unknown = await command('reporting_cal').ended;
    expect(unknown.stderr).toMatch(
      /^The workspace has no stream "reporting_cal"\. There are: reporting_conversation, reporting_call/,
    );
    // All that are left: to wait for the exports of the others would take most of the time.
    const others = registry.flatMap(({ name }) => (name === 'tags' ? [] : [name]));
    expect(await command('all', '--exclude', others.join()).ended).toMatchObject({ exitCode: 0 });
    expect(await place.rows('reporting_call')).toHaveLength(simulator.workspace.calls.size);
  });

  test('what is older than reports reach back is refused: what they do reach is there, from the very beginning', async () => {
    await serve({ reportingReachDays: 730 });
    const { workspace } = simulator;
    const begin = Math.floor(Date.now() / 1000) - 730 * day + 3600;
    const made = [-day, 600, day].map((later) => workspace.createCall({ initiated_at: begin + later }).id);
    const { streams, failed } = await sync();
    expect(failed).toEqual([]);
    const reached = (row: Row, time: string) => Date.parse(String(row[time])) / 1000 >= begin;
    for (const stream of streams) {
      const time = stream.cursor ?? 'rating_sent_at';
      const rows = expectedTable(simulator, stream).filter((row) => reached(row, time));
      const table = await tableOf(stream);
      expect(unnumbered(table), stream.name).toEqual(unnumbered(rows));
      if (!stream.cursor) expect(numbersIn(table), stream.name).toEqual(rows.map((_, i) => i + 1));
    }
    const held = (await place.rows('reporting_call')).map(({ call_id }) => call_id);
    expect(made.map((id) => held.includes(id))).toEqual([false, true, true]);
  });
});

/** Rows whatever their place in the export. */
const unnumbered = (rows: readonly Row[]): string[] =>
  rows.map(({ _row_number, ...row }) => JSON.stringify(Object.entries(row).sort())).sort();

const numbersIn = (rows: readonly Row[]): number[] =>
  rows.map(({ _row_number }) => Number(_row_number)).sort((a, b) => a - b);

describe('what is masked', () => {
  const masked = {
    exclude: ['reporting_conversation.subject', 'reporting_conversation_rating_sent.conversation_rating_remark'],
    hash: ['reporting_conversation.people_region'],
    hash_salt: salt,
  };

  test('is left out of a dataset, or hashed, also where it was stored before', async () => {
    await serve();
    await sync();
    const regions = async () =>
      (await place.query('SELECT people_region AS held FROM reporting_conversation ORDER BY conversation_id')).map(
        ({ held }) => held,
      );
    const before = await regions();
    expect(await sync({ config: masked })).toMatchObject({ failed: [] });
    expect(await regions()).toEqual(before.map((held) => (held === null ? null : hashOf(String(held)))));
    const columns = (await place.query('SELECT column_name AS name FROM duckdb_columns()')).map(({ name }) => name);
    expect(columns).toContain('channel');
    expect(columns).not.toContain('subject');
    expect(columns).not.toContain('conversation_rating_remark');
  });

  test('is taken out of what was stored though other streams are read, or all of the stream is left out', async () => {
    await serve();
    await sync();
    await sync({ wanted: ['tags'], config: { exclude: ['reporting_conversation.subject', 'reporting_call'] } });
    const columns = (await place.query('SELECT column_name AS name FROM duckdb_columns()')).map(({ name }) => name);
    expect(columns).not.toContain('subject');
    expect(columns).not.toContain('call_direction');
  });

  test('names what there is: a stream or a column that is none is an error', async () => {
    await serve();
    for (const path of ['reporting_conversatoin.subject', 'reporting_call.nothing', 'reporting_call.call_id'])
      await expect(sync({ config: { exclude: [path] } }), path).rejects.toMatchObject({ code: 'config_invalid' });
  });
});
