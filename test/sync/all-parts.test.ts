/** `sync` of a conversation with more parts than Intercom gives at once: the table has them all where parts can be left out by their types. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { startCommand } from '../support/command.ts';

let simulator: Simulator;
let server: { url: string; close(): Promise<void> };
let place: DuckdbPlace;

beforeEach(async () => {
  place = await duckdbPlace();
  simulator = createSimulator({ seed: 17, scale: 0.05 });
  server = await simulator.listen();
});
afterEach(async () => {
  await server.close();
  await place.remove();
});

async function sync() {
  const ended = await startCommand(
    ['sync', '--to', `duckdb:${place.file}`, '--streams', 'conversations,conversation_parts'],
    { INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token' },
  ).ended;
  expect(ended, ended.stderr).toMatchObject({ exitCode: 0 });
  return ended;
}

test('at first some parts and a line that says so, later all of them, and later one that was added', async () => {
  const { workspace } = simulator;
  const [id] = workspace.conversations.keys();
  for (let i = 0; i < 700; i++) workspace.addPart(id!, { part_type: i % 2 === 0 ? 'comment' : 'note', body: `${i}` });
  const loaded = async () =>
    (await place.rows('conversation_parts'))
      .filter(({ conversation_id }) => conversation_id === id)
      .map(({ id, body, part_type, _parts_truncated }) => ({ id, body, part_type, truncated: _parts_truncated }))
      .sort((a, b) => Number(BigInt(String(a.id)) - BigInt(String(b.id))));
  const owed = (truncated: boolean) =>
    workspace.conversations
      .get(id!)!
      .parts.map(({ id, body, part_type }) => ({ id, body, part_type, truncated }))
      .sort((a, b) => Number(BigInt(a.id) - BigInt(b.id)));

  const first = await sync();
  expect(first.stderr).toContain('those with _parts_truncated = true');
  expect(first.stdout).toMatch(/1 warning:\n +Of 1 record Intercom gives only some .*\(conversation_parts: 1\)\.\n/);
  const [query] = /SELECT \* FROM conversation_parts .*/.exec(first.stdout)!;
  expect(new Set((await place.query(query)).map(({ conversation_id }) => conversation_id))).toEqual(new Set([id]));
  expect(await loaded()).toEqual(owed(true).slice(-500));

  simulator.change({ partTypesParameter: 'exclude_part_types' });
  workspace.addPart(id!, { part_type: 'comment', body: 'one more' });
  const second = await sync();
  expect(second.stderr + second.stdout).not.toContain('_parts_truncated');
  expect(await loaded()).toEqual(owed(false));

  workspace.addPart(id!, { part_type: 'close', body: null });
  await sync();
  expect(await loaded()).toEqual(owed(false));
  expect((await loaded()).length).toBeGreaterThan(701);
});
