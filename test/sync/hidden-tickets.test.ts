/** `sync` by a token that lacks "Read tickets" first and has it later: the tables equal what Intercom shows it. */
import { afterEach, beforeEach, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { startCommand } from '../support/command.ts';
import { expectTablesToEqualTruth } from './tables.ts';

let simulator: Simulator;
let server: { url: string; close(): Promise<void> };
let place: DuckdbPlace;

beforeEach(async () => {
  place = await duckdbPlace();
  simulator = createSimulator({ seed: 13, denied: ['read_tickets'] });
  server = await simulator.listen();
});
afterEach(async () => {
  await server.close();
  await place.remove();
});

const sync = (...flags: string[]) =>
  startCommand(
    [
      'sync',
      '--to',
      `duckdb:${place.file}`,
      '--streams',
      'conversations,conversation_parts,deleted_conversations',
      ...flags,
    ],
    { INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token' },
  ).ended;
const expectTruth = () =>
  expectTablesToEqualTruth(place, simulator, ['conversations', 'conversation_parts', 'deleted_conversations']);

test('what was hidden comes with the permission, and what is deleted meanwhile goes', async () => {
  const first = await sync();
  expect(first, first.stderr).toMatchObject({ exitCode: 0 });
  expect(first.stderr.split('The token lacks the permission "Read tickets"')).toHaveLength(2);
  await expectTruth();

  simulator.change({ denied: [] });
  const [gone] = [...simulator.workspace.conversations.values()].filter(({ is_ticket }) => !is_ticket);
  simulator.workspace.deleteConversation(gone!.id);
  const second = await sync();
  expect(second, second.stderr).toMatchObject({ exitCode: 0 });
  expect(second.stderr).toContain('conversations: read from the start,');
  expect(second.stderr).not.toContain('lacks the permission');
  await expectTruth();
});

test('what the permission had shown stays when it is taken away, in a full refresh too', async () => {
  simulator.change({ denied: [] });
  expect(await sync()).toMatchObject({ exitCode: 0 });
  simulator.change({ denied: ['read_tickets'] });
  const refreshed = await sync('--full-refresh');
  expect(refreshed, refreshed.stderr).toMatchObject({ exitCode: 0 });
  expect(refreshed.stderr).toContain('The token lacks the permission "Read tickets"');
  simulator.change({ denied: [] });
  await expectTruth();
});
