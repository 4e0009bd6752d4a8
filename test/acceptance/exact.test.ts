/** `read` by the built command: exactly the workspace's records, value by value; then exactly those that changed. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Row } from '../../src/core/events.ts';
import type { AirbyteStream } from '../../src/protocols/airbyte/messages.ts';
import type { LoggedRequest, Workspace } from '../../src/simulator/index.ts';
import { listings } from '../../src/simulator/resources/workspace.ts';
import type { Stream } from '../../src/streams/stream.ts';
import type { AirbyteResult } from '../support/airbyte.ts';
import { expectedRows, oracleOf, sorted } from '../support/oracle/index.ts';
import { streams as registry } from '../support/registry.ts';
import { configure, errorsIn, finalStates, recordsIn, type Source, startSource } from './source.ts';

const day = 86_400_000;

/** The default of `settling_minutes`. */
const settling = 600_000;

let source: Source;
let catalog: AirbyteStream[];
let first: AirbyteResult;
let requests: LoggedRequest[];

/** The server's clock stands a day back while the workspace is made, so that nothing of it is still settling. */
let behind = day;

beforeAll(async () => {
  source = await startSource({ seed: 11, rateLimit: null, now: () => Date.now() - behind });
  behind = 0;
  catalog = await source.discover();
  source.simulator.requests.clear();
  first = await source.read(configure(catalog, 'incremental'));
  requests = [...source.simulator.requests.all];
});
afterAll(() => source.close());

const rowsOf = (result: AirbyteResult, name: string): Row[] =>
  recordsIn(result.messages)
    .filter(({ stream }) => stream === name)
    .map(({ data }) => data as Row);

/** Streams of what Intercom lists whole, and that tell what changed. */
const listed = listings.filter(([, { name }]) => registry.some((one) => one.name === name && !one.fullSnapshot));

/** Changes the first object of a listing. Returns its key. */
function touchFirst(workspace: Workspace, [name, { one }]: (typeof listings)[number]): string {
  const [key] = (workspace as unknown as Record<string, ReadonlyMap<string, object>>)[name]!.keys();
  (workspace as unknown as Record<string, (key: string, partial: object) => void>)[`update${one}`]!(key!, {});
  return key!;
}

const keysOf = ({ primaryKey: key }: Stream, rows: readonly Row[]): string[] =>
  rows.map((row) => key.map((column) => row[column]).join('/')).sort();

test.each(registry)('a first read of $name gives each record once, every value equal', (stream) => {
  expect(errorsIn(first.messages)).toEqual([]);
  expect(sorted(stream, rowsOf(first, stream.name))).toEqual(expectedRows(source.simulator, stream));
});

/** Streams that each cost requests of their own: the executions list the connectors as they are then, and calls of one conversation are asked for by it. */
const askedByCostly = ['/data_connectors', '/calls/search'];

test('a first read of all streams asks for nothing twice', () => {
  const asked = requests
    .filter(({ path }) => !askedByCostly.includes(path))
    .map(({ method, path, query, body, version }) => JSON.stringify([method, path, query, body, version]));
  expect(asked.length).toBeGreaterThan(500);
  expect(asked.filter((one, i) => asked.indexOf(one) < i)).toEqual([]);
});

describe.each([
  { which: 'children without their parents', some: registry.filter(({ parent }) => parent !== undefined) },
  { which: 'the others without their children', some: registry.filter(({ parent }) => parent === undefined) },
])('a full refresh of $which', ({ some }) => {
  let result: AirbyteResult;
  beforeAll(async () => {
    const selected = catalog.filter(({ name }) => some.some((stream) => stream.name === name));
    result = await source.read(configure(selected, 'full_refresh'));
  });

  test('ends well', () => expect([result.exitCode, errorsIn(result.messages)]).toEqual([0, []]));

  test.each(some)('gives the same of $name', (stream) => {
    expect(sorted(stream, rowsOf(result, stream.name))).toEqual(expectedRows(source.simulator, stream));
  });
});

describe('after changes', () => {
  let second: AirbyteResult;
  const changed: Record<string, string[]> = {};

  beforeAll(async () => {
    const { workspace } = source.simulator;
    const users = [...workspace.contacts.values()].filter(({ role }) => role === 'user');
    const leads = [...workspace.contacts.values()].filter(({ role }) => role === 'lead');
    const [conversation] = [...workspace.conversations.values()].filter(({ parts }) => parts.length > 0);
    const [ticket] = workspace.tickets.keys();
    const [company] = workspace.companies.keys();
    const fresh = workspace.createContact({ role: 'user' });
    workspace.updateContact(users[0]!.id, { name: 'Renamed' });
    workspace.updateContact(leads[0]!.id, {});
    workspace.deleteContact(users[1]!.id);
    workspace.addPart(conversation!.id, { body: 'New' });
    workspace.updateTicket(ticket!, { open: false });
    workspace.updateCompany(company!, { name: 'Renamed' });
    changed.contacts = [fresh.id, users[0]!.id, leads[0]!.id, users[1]!.id];
    changed.users = [fresh.id, users[0]!.id, users[1]!.id];
    changed.leads = [leads[0]!.id];
    changed.conversations = [conversation!.id];
    changed.tickets = [ticket!];
    changed.companies = [company!];
    changed.contact_activities = workspace.contactActivities.slice(-2).map(({ id }) => id);
    changed.activity_logs = [workspace.createActivityLog().id];
    const [connector] = workspace.dataConnectors.keys();
    changed.data_connector_executions = [workspace.executeDataConnector(connector!).id];
    changed.deleted_conversations = [];
    const [message] = [...workspace.messageReceipts.values()];
    workspace.recordMessageEvent(message!.receipt_id, 'open');
    const [status] = workspace.whatsappStatuses.keys();
    workspace.updateWhatsappStatus(status!, { status: 'read' });
    const lookedBackAt = Math.floor((Date.now() - settling) / 1000) - 31 * 86_400;
    for (const stream of registry.filter(({ cost }) => cost?.startsWith('an export job'))) {
      changed[stream.name] = keysOf(stream, oracleOf(stream.name).rows(workspace, lookedBackAt));
    }
    const [order] = [...workspace.customObjectInstances.values()].filter(({ type }) => type === 'Order');
    workspace.updateCustomObjectInstance(order!.id, { custom_attributes: { paid: true } });
    changed.custom_object_order = [order!.id];
    for (const one of listed) changed[one[1].name] = [touchFirst(workspace, one)];
    second = await source.read(configure(catalog, 'incremental'), finalStates(first.messages));
  });

  /** Of children, those of the changed parents. */
  const changedKeys = (stream: Stream): string[] => {
    const { parent, name } = stream;
    if (!parent) return [...changed[name]!].sort();
    const rows = expectedRows(source.simulator, stream);
    return keysOf(
      stream,
      rows.filter((row) => changed[parent.stream]!.includes(String(row[parent.column]))),
    );
  };

  test('the second read ends well', () => expect([second.exitCode, errorsIn(second.messages)]).toEqual([0, []]));

  test.each(registry.filter(({ fullSnapshot: whole }) => !whole))(
    'it gives exactly the changed records of $name',
    (stream) => {
      expect(keysOf(stream, rowsOf(second, stream.name))).toEqual(changedKeys(stream));
    },
  );

  test('it gives the latest version, and says of a deleted contact that it is gone', () => {
    const gone = rowsOf(second, 'users').filter((row) => row._ab_cdc_deleted_at != null);
    expect(gone).toEqual([expect.objectContaining({ id: changed.users![2], _deleted_reason: 'deleted' })]);
    expect(rowsOf(second, 'companies')).toMatchObject([{ name: 'Renamed' }]);
    expect(rowsOf(second, 'conversation_parts').map(({ body }) => body)).toContain('New');
  });

  test.each(registry.filter(({ fullSnapshot: whole }) => whole))('it gives all of $name again', (stream) => {
    expect(sorted(stream, rowsOf(second, stream.name))).toEqual(expectedRows(source.simulator, stream));
  });
});
