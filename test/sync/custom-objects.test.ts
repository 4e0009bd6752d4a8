/** Custom objects from a simulated Intercom over HTTP into a DuckDB file: by value, through changes and deletions. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { connect } from '../../src/connect.ts';
import { explain, openDestination, parseConfig, syncInto } from '../../src/index.ts';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { definedStreams } from '../../src/streams/defined-streams.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { hashOf, salt } from '../support/masking.ts';
import { defining } from '../support/registry.ts';
import { expectTablesToEqualTruth } from './tables.ts';

const stream = 'custom_object_order';

let simulator: Simulator;
let server: Listening;
let place: DuckdbPlace;
beforeEach(async () => {
  simulator = createSimulator({ seed: 8, scale: 0.1, rateLimit: null });
  server = await simulator.listen();
  place = await duckdbPlace();
});
afterEach(async () => {
  await server.close();
  await place.remove();
});

/** Syncs some streams, and gives what failed, what was asked for, and what was said. */
async function sync({ names = [stream], fullRefresh = false, config = {} }: SyncGiven = {}) {
  const parsed = parseConfig({ access_token: 'simulator-token', ...defining, ...config });
  const asked = simulator.requests.all.length;
  const connection = await connect({
    config: parsed,
    env: { INTERCOM_API_URL: server.url },
    signal: new AbortController().signal,
  });
  const said: string[] = [];
  const { failed } = await syncInto({
    connection,
    destination: await openDestination(`duckdb:${place.file}`),
    streams: definedStreams(parsed).filter(({ name }) => names.includes(name)),
    fullRefresh,
    observe(event) {
      if (event.type === 'status' && event.status === 'incomplete') said.push(explain(event.error));
    },
  });
  await connection.close();
  const requests = simulator.requests.all
    .slice(asked)
    .filter(({ path }) => path.startsWith('/custom'))
    .map(({ path, query }) => (query.page === undefined ? path : `page ${query.page} of ${query.per_page}`));
  return { failed, said, requests };
}
interface SyncGiven {
  names?: string[];
  fullRefresh?: boolean;
  config?: object;
}

const orders = () => [...simulator.workspace.customObjectInstances.values()].filter(({ type }) => type === 'Order');
const expectTruth = () => expectTablesToEqualTruth(place, simulator, [stream]);

test('the table holds every instance by value, and follows what is made, changed and deleted', async () => {
  const { workspace } = simulator;
  for (let i = orders().length; i < 310; i++)
    workspace.createCustomObjectInstance({ custom_attributes: { order_number: `N-${i}`, total_amount: i / 8 } });
  expect(await sync({ fullRefresh: true })).toMatchObject({ failed: [], said: [] });
  await expectTruth();

  const [changed, renamed, last] = orders();
  workspace.updateCustomObjectInstance(changed!.id, { custom_attributes: { paid: false, 'Gift note': 'Für dich' } });
  workspace.updateCustomObjectInstance(renamed!.id, { external_id: 'renamed', external_updated_at: 1_700_000_000 });
  workspace.createCustomObjectInstance({ references: { customer: { to: 'contact', ids: ['1'] } } });
  workspace.createCustomObjectInstance({ type: 'Order_Item' });
  const second = await sync();
  expect(second).toMatchObject({ failed: [], said: [] });
  await expectTruth();
  // Its pages, and the first once more, where what moved meanwhile would be.
  expect(second.requests).toEqual([1, 2, 3, 1].map((page) => `page ${page} of 150`));

  workspace.deleteCustomObjectInstance(last!.id);
  const third = await sync();
  expect(third).toMatchObject({ failed: [], said: [] });
  await expectTruth();
  expect(await place.query(`SELECT 1 FROM ${stream} WHERE id = '${last!.id}'`)).toEqual([]);
  const deleted = await place.deleted();
  expect(deleted).toMatchObject([{ stream, reason: 'absent from a full pass' }]);
  expect(JSON.stringify(deleted[0]!.key)).toContain(last!.id);
  // Of one that is gone its id is asked for once; afterwards nothing is.
  expect(third.requests).toContain(`/custom_object_instances/Order/${last!.id}`);
  expect((await sync()).requests.filter((request) => !request.startsWith('page'))).toEqual([]);
});

test('one that was deleted is gone, though another one has its id as that of its application', async () => {
  const { workspace } = simulator;
  await sync();
  const [gone, other] = orders();
  workspace.deleteCustomObjectInstance(gone!.id);
  workspace.updateCustomObjectInstance(other!.id, { external_id: gone!.id });
  expect(await sync()).toMatchObject({ failed: [], said: [] });
  await expectTruth();
});

test('one that a page leaves out for once stays', async () => {
  await sync();
  const [order] = orders();
  const hides = simulator.faults.add({ kind: 'lost-item', match: '/custom_object_instances/Order', times: 1 });
  expect(await sync()).toMatchObject({ failed: [], said: [] });
  expect(hides.fired).toBe(1);
  await expectTruth();
  expect(await place.query(`SELECT id FROM ${stream} WHERE id = '${order!.id}'`)).toHaveLength(1);
});

test('a type that Intercom does not know fails alone, and says what to do', async () => {
  const config = { custom_object_types: ['Ordr', 'Order'] };
  const { failed, said } = await sync({ names: ['custom_object_ordr', stream, 'tags'], config });
  expect(failed).toEqual(['custom_object_ordr']);
  expect(said).toEqual([
    expect.stringMatching(
      /^Stream "custom_object_ordr" failed: Intercom knows no custom object type "Ordr"\. Give "custom_object_types" /,
    ),
  ]);
  await expectTablesToEqualTruth(place, simulator, [stream, 'tags']);
});

test('a token without the permission fails it alone, and what was read stays', async () => {
  await sync({ names: [stream, 'tags'] });
  simulator.change({ denied: ['read_custom_object_instances'] });
  const { failed, said } = await sync({ names: [stream, 'tags'] });
  expect(failed).toEqual([stream]);
  expect(said).toEqual([expect.stringContaining('read_custom_object_instances')]);
  await expectTruth();
});

test('attributes are left out and hashed by name, or left out altogether', async () => {
  const attributes = async () =>
    (await place.query(`SELECT custom_attributes AS held FROM ${stream} ORDER BY id`)).map(({ held }) => held);
  const inOrder = orders().sort((a, b) => (a.id < b.id ? -1 : 1));
  await sync({
    config: {
      exclude: [`${stream}.custom_attributes.customer`, `${stream}.custom_attributes.about`],
      hash: [`${stream}.custom_attributes.order_number`],
      hash_salt: salt,
    },
  });
  expect(await attributes()).toEqual(
    inOrder.map(({ custom_attributes: given }) => ({ ...given, order_number: hashOf(String(given.order_number)) })),
  );

  await sync({ config: { exclude: [`${stream}.custom_attributes`] } });
  const columns = await place.query(`SELECT column_name FROM duckdb_columns() WHERE table_name = '${stream}'`);
  expect(columns.map(({ column_name }) => column_name)).not.toContain('custom_attributes');
  expect(JSON.stringify(await place.rows(stream))).not.toContain('order_number');
  expect(await place.rows(stream)).toHaveLength(orders().length);
});
