/** The datasets of reports from a simulated Intercom over HTTP into a DuckDB file: by value, and whatever becomes of the jobs. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { connect } from '../../src/connect.ts';
import { readableStreams } from '../../src/connection.ts';
import { explain, openDestination, parseConfig, syncInto } from '../../src/index.ts';
import { createSimulator, type Listening, type Simulator, type SimulatorOptions } from '../../src/simulator/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
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
  simulator = createSimulator({ seed: 9, scale: 0.3, rateLimit: null, reportingReachDays: 2000, ...options });
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

/** Syncs some streams, and gives those that there are, what failed, which jobs were asked for, and what was said. */
async function sync({ wanted = names, fullRefresh = false, config = {} }: Given = {}) {
  const asked = simulator.requests.all.length;
  const connection = await connect({
    config: parseConfig({ access_token: 'simulator-token', ...config }),
    env: { INTERCOM_API_URL: server.url },
    signal: new AbortController().signal,
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
