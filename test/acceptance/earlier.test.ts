/**
 * What an earlier version wrote is gone on from: a DuckDB file with all streams, the states of a whole read, and those of one that was
 * killed, all written at `b7b2b24` from the two workspaces that are kept beside them. They are never made anew: users have such files.
 */
import { readFile, writeFile } from 'node:fs/promises';
import { gunzipSync } from 'node:zlib';
import { afterEach, describe, expect, test } from 'vitest';
import type { Simulator, SimulatorOptions, TruthName, Workspace } from '../../src/simulator/index.ts';
import { type DuckdbPlace, duckdbPlace } from '../destinations/duckdb/place.ts';
import { startCommand } from '../support/command.ts';
import { type Frozen, thaw } from '../support/frozen-workspace.ts';
import { expectedRows } from '../support/oracle/index.ts';
import { streams } from '../support/registry.ts';
import { streamsOfThen } from '../support/streams-of-then.ts';
import { expectTablesToEqualTruth } from '../sync/tables.ts';
import { configure, listed, recordsIn, type Source, sourceOf } from './source.ts';

const writtenAt = Date.parse('2026-11-27T00:00:00Z');
const anHour = 3_600_000;

const fixture = (name: string) => readFile(new URL(`../fixtures/${name}`, import.meta.url));
const unpacked = async (name: string) => gunzipSync(await fixture(name));

let source: Source;
let place: DuckdbPlace | undefined;

/** The workspace as it was, and the same an hour later. */
async function serve(name: 'workspace' | 'killed-workspace', options: SimulatorOptions = {}) {
  let now = writtenAt;
  const frozen: Frozen = JSON.parse(String(await unpacked(`${name}.json.gz`)));
  source = await sourceOf(thaw(frozen, { ...options, now: () => now }));
  now += anHour;
}

/** Snoozed conversations are `open` in the reference. The simulator that the file was read from said that they were not. */
function asToldThen(simulator: Simulator): Simulator {
  const { workspace } = simulator;
  const truth = (name: TruthName) => {
    const told = workspace.truth(name);
    return name === 'conversations'
      ? told.map((one) => ({ ...one, open: 'state' in one && one.state === 'open' }))
      : told;
  };
  return { ...simulator, workspace: { ...workspace, truth } as Workspace };
}

afterEach(async () => {
  await source.close();
  await place?.remove();
  place = undefined;
});

/** Gives the ids of the contacts that are told anew: the one made, and the one renamed. */
function change(workspace: Workspace): Set<string> {
  // A ticket shows its contacts as they are now, and is not changed by it.
  const inTickets = new Set([...workspace.tickets.values()].flatMap(({ contact_ids }) => contact_ids));
  const [first, second] = [...workspace.contacts.values()].filter(
    ({ id, role }) => role === 'user' && !inTickets.has(id),
  );
  const [conversation, gone] = workspace.conversations.keys();
  workspace.updateContact(first!.id, { name: 'Renamed' });
  workspace.deleteContact(second!.id);
  workspace.addPart(conversation!, { body: 'One more' });
  workspace.deleteConversation(gone!);
  workspace.updateTicket([...workspace.tickets.keys()][0]!, { open: false });
  workspace.createTag({ name: 'fresh' });
  return new Set([first!.id, workspace.createContact({ role: 'user', name: 'New' }).id]);
}

async function sync({ file }: DuckdbPlace, ...args: string[]) {
  const ended = await startCommand(['sync', '--to', `duckdb:${file}`, '--full-check-every', '0', ...args], {
    INTERCOM_API_URL: source.url,
    INTERCOM_ACCESS_TOKEN: 'simulator-token',
  }).ended;
  expect(ended, ended.stderr).toMatchObject({ exitCode: 0 });
  return ended;
}

describe('what an earlier version wrote is gone on from:', () => {
  test('a DuckDB file, which then equals the workspace', { timeout: 180_000 }, async () => {
    await serve('workspace');
    place = await duckdbPlace();
    await writeFile(place.file, await unpacked('intercom.duckdb.gz'));
    // Reads one stream, and brings the tables of all to the form of now.
    const opened = await sync(place, '--streams', 'tags');
    expect(opened.stderr).toContain('are of an earlier version and were changed: ids of other records are text');
    // Pictures of admins were text then: they become objects when their stream is read, as it is below, whole.
    const unchanged = streamsOfThen.filter((name) => name !== 'admins');
    await expectTablesToEqualTruth(place, asToldThen(source.simulator), unchanged);

    const { workspace } = source.simulator;
    change(workspace);
    for (const { id, state } of workspace.conversations.values()) {
      if (state === 'snoozed') workspace.updateConversation(id, {});
    }
    const ended = await sync(place, '--streams', 'all', '--custom-object-types', 'Order');
    expect(ended.stderr).not.toContain('earlier version');
    await expectTablesToEqualTruth(place, source.simulator, 'all');
    // By a few of the parts, not all 30 details.
    expect(ended.stderr).toMatch(/^conversation_parts: \d rows/m);
  });

  test('the states of a whole read: only what has changed comes', async () => {
    await serve('workspace');
    const changed = change(source.simulator.workspace);
    const states = JSON.parse(String(await fixture('states.json')));
    const { exitCode, messages, stderr } = await source.read(configure(await source.discover(), 'incremental'), states);
    expect(exitCode, stderr).toBe(0);
    const users = recordsIn(messages).filter(({ stream }) => stream === 'users');
    expect(new Set(users.filter(({ data }) => !data._ab_cdc_deleted_at).map(({ data }) => data.id))).toEqual(changed);
    expect(users.filter(({ data }) => data._ab_cdc_deleted_at)).toHaveLength(1);
    for (const name of ['tickets', 'conversations', 'companies']) {
      expect(recordsIn(messages).filter(({ stream }) => stream === name).length, name).toBeLessThan(4);
    }
  });

  test('the states of a read that was killed: what was not out comes, and little of what was', async () => {
    await serve('killed-workspace', { rateLimit: null });
    const { states, ids } = JSON.parse(String(await unpacked('killed-read.json.gz'))) as {
      states: unknown;
      ids: string[];
    };
    const selected = listed((name) => name === 'users' || name === 'leads');
    const { exitCode, messages, stderr } = await source.read(configure(selected, 'incremental'), states);
    expect(exitCode, stderr).toBe(0);
    const came = recordsIn(messages).map(({ data }) => data);
    const all = streams
      .filter(({ name }) => name === 'users' || name === 'leads')
      .flatMap((stream) => expectedRows(source.simulator, stream).map(({ id }) => String(id)));
    expect(all).toHaveLength(14_000);
    expect(new Set([...ids, ...came.map(({ id }) => String(id))])).toEqual(new Set(all));
    // Both streams had read all but 12 seconds, in which an import changed thousands, and the last ten minutes.
    const [low, [from, to]] = [1_792_281_599, [1_792_281_611, 1_795_737_000]];
    const wasRead = (at: number) => at < low || (at >= from! && at < to!);
    expect(came.filter(({ updated_at }) => wasRead(Number(updated_at)))).toEqual([]);
  });
});
