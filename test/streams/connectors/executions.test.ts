/** The executions of data connectors: asked for by time of each connector, window by window, and none lost by what happens meanwhile. */
import { describe, expect, test } from 'vitest';
import type { SimulatorOptions } from '../../../src/simulator/index.ts';
import { dataConnectorExecutions } from '../../../src/streams/connectors/executions.ts';
import type { Scan } from '../../../src/streams/stream.ts';
import { refusal } from '../../intercom/scripted.ts';
import { scripted } from '../read-context.ts';
import { successiveReads } from '../successive-reads.ts';

const day = 86_400;
const now = () => Math.floor(Date.now() / 1000);

/** A workspace of connectors that are a hundred days old, and reads of their executions that go on from each other. */
function place(options: SimulatorOptions = {}) {
  const { readRows, ...reads } = successiveReads([dataConnectorExecutions], options);
  const { workspace } = reads.simulator;
  const connector = (name: string) => workspace.createDataConnector({ name, created_at: now() - 100 * day }).id;
  const readIds = async (start = 0): Promise<string[]> =>
    (await readRows({ start })).data_connector_executions!.map(({ id }) => String(id)).sort();
  const chains = () => reads.asked.filter(({ pathname }) => pathname.endsWith('/execution_results'));
  return { ...reads, workspace, connector, readIds, chains };
}

test.each([true, false])(
  'of all connectors come once, bounds included (%s) or not, each request with its times and without bodies',
  async (inclusiveBounds) => {
    const { workspace, connector, readIds, chains } = place({ inclusiveBounds });
    const [a, b] = [connector('a'), connector('b')];
    const ids = [...Array(95).keys()].map((i) => {
      const created_at = now() - Math.floor(i / 3) * 3 * day - 1000;
      return workspace.executeDataConnector(i % 4 === 0 ? b : a, { created_at }).id;
    });
    expect(await readIds()).toEqual(ids.sort());
    for (const { searchParams } of chains()) {
      expect(Number(searchParams.get('start_ts'))).toBeGreaterThan(now() - 102 * day);
      expect(Number(searchParams.get('end_ts'))).toBeLessThanOrEqual(now() + 1);
      expect(searchParams.get('per_page')).toBe('30');
      expect(searchParams.has('include_bodies')).toBe(false);
    }
    // In windows: of a month, of two, and the rest.
    expect(new Set(chains().map(({ searchParams }) => searchParams.get('start_ts'))).size).toBe(3);
  },
);

test('a state goes on from where it is, by one request per connector; what came while the last one read is not lost', async () => {
  const { workspace, hooks, connector, readIds, chains, states } = place();
  const [a, b] = [connector('a'), connector('b')];
  const first = workspace.executeDataConnector(a, { created_at: now() - 50 * day }).id;
  const meanwhile: string[] = [];
  hooks.before = ({ pathname }) => {
    if (!pathname.endsWith('/execution_results') || meanwhile.length > 4) return;
    // In a connector whose page was asked for before, and in one that comes to be.
    const created_at = now() - 5;
    meanwhile.push(workspace.executeDataConnector(b, { created_at }).id);
    meanwhile.push(workspace.executeDataConnector(workspace.createDataConnector().id, { created_at }).id);
  };
  const got = await readIds();
  expect(got).toContain(first);
  expect(
    Math.abs((states.get('data_connector_executions') as { created_at: number }).created_at - now() + 600),
  ).toBeLessThan(60);
  hooks.before = undefined;
  const second = await readIds();
  expect(meanwhile.length).toBeGreaterThan(4);
  expect(meanwhile.filter((id) => !got.includes(id) && !second.includes(id))).toEqual([]);
  expect(second).not.toContain(first);
  expect(chains()).toHaveLength(workspace.dataConnectors.size);
});

test('are those from the start date on', async () => {
  const { workspace, connector, readIds } = place();
  const a = connector('a');
  const [, late] = [40, 20].map((days) => workspace.executeDataConnector(a, { created_at: now() - days * day }).id);
  expect(await readIds(now() - 30 * day)).toEqual([late]);
});

describe('a read that is broken off', () => {
  test('goes on at the window it was in', async () => {
    const { workspace, hooks, connector, readIds, states } = place();
    const a = connector('a');
    const old = workspace.executeDataConnector(a, { created_at: now() - 95 * day }).id;
    const recent = workspace.executeDataConnector(a, { created_at: now() - 2 * day }).id;
    let answered = 0;
    hooks.before = ({ pathname }) => {
      if (pathname.endsWith('/execution_results') && ++answered > 1) throw new Error('The line is cut.');
    };
    await expect(readIds()).rejects.toThrow();
    const { created_at: low } = states.get('data_connector_executions') as { created_at: number };
    expect(low).toBeGreaterThan(now() - 95 * day);
    expect(low).toBeLessThan(now() - 2 * day);
    hooks.before = undefined;
    const rest = await readIds();
    expect(rest).toContain(recent);
    expect(rest).not.toContain(old);
  }, 60_000);
});

describe('a connector that answers 404', () => {
  test('is gone where no list shows it: the others are read', async () => {
    const { workspace, hooks, connector, readIds } = place();
    const [a, b] = [connector('a'), connector('b')];
    const created_at = now() - 60;
    workspace.executeDataConnector(a, { created_at });
    const kept = workspace.executeDataConnector(b, { created_at }).id;
    hooks.before = ({ pathname }) => {
      if (pathname === `/data_connectors/${a}/execution_results` && workspace.dataConnectors.has(a))
        workspace.deleteDataConnector(a);
    };
    expect(await readIds()).toEqual([kept]);
  });

  test('and is listed all the same fails the stream, and nothing passes for read', async () => {
    const { simulator, workspace, connector, readIds, states } = place();
    const id = workspace.executeDataConnector(connector('a'), { created_at: now() - 99 * day }).id;
    simulator.faults.add({ kind: 'gateway-404', match: ({ path }) => path.endsWith('/execution_results') });
    await expect(readIds()).rejects.toMatchObject({ code: 'api_unavailable', message: expect.stringContaining('404') });
    simulator.faults.clear();
    expect(states.get('data_connector_executions')).toEqual({ created_at: 0 });
    expect(await readIds()).toEqual([id]);
  });
});

test('of a connector that moves to the front of the list while it is read are not passed over', async () => {
  const connectors = ['3', '2', '1', '0'].map((id) => ({
    id,
    created_at: new Date((now() - 9 * day) * 1000).toISOString(),
  }));
  let lists = 0;
  const script = scripted((request) => {
    if (request.includes('/execution_results')) {
      const [, id] = /data_connectors\/(\d)/.exec(request)!;
      return { data: [{ id: `of ${id}`, created_at: new Date().toISOString() }], pages: { next: null } };
    }
    lists++;
    // Before the second page is asked for, the first of it has changed.
    const listed = lists === 1 ? connectors : [connectors[2]!, connectors[0]!, connectors[1]!, connectors[3]!];
    const [from, to] = request.includes('starting_after') ? [2, 4] : [0, 2];
    if (lists === 2) return { data: [connectors[3]], pages: { next: null } };
    return { data: listed.slice(from, to), pages: { next: from === 0 ? { starting_after: 'second' } : null } };
  });
  const ids: unknown[] = [];
  for await (const { entities } of (dataConnectorExecutions.scan as Scan).read(script.context, {
    from: 0,
    to: Number.POSITIVE_INFINITY,
  }))
    ids.push(...entities.map(({ id }) => id));
  expect(ids.sort()).toEqual(['of 0', 'of 1', 'of 2', 'of 3']);
});

test('are refused as the stream that they are, where the token may not see them', async () => {
  const script = scripted(() => refusal(403, 'forbidden'));
  const reading = (dataConnectorExecutions.scan as Scan).read(script.context, { from: 0, to: 1 }).next();
  await expect(reading).rejects.toMatchObject({ code: 'permission_missing' });
});
