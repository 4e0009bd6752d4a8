/** docs/migrating-from-*.md: their commands run as they stand, and their lists are those that the proofs in interop/ hold. */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { allowedFields, allowedKeys } from '../../interop/airbyte-manifest/allowed-differences.ts';
import { allowedFields as fieldsOfTheTap } from '../../interop/tap-intercom/allowed-differences.ts';
import type { AirbyteMessage } from '../../src/protocols/airbyte/messages.ts';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { runShell } from '../support/shell.ts';
import { errorsIn, recordsIn } from './source.ts';

const pageOf = (name: string) => readFile(new URL(`../../docs/migrating-from-${name}.md`, import.meta.url), 'utf8');
const blocksOf = (page: string, language: string) =>
  [...page.matchAll(new RegExp(`^( *)\`\`\`${language}\\n([\\s\\S]*?)^ *\`\`\`$`, 'gm'))].map(([, , code]) => code!);

let simulator: Simulator;
let listening: Listening;
let folder: string;
const put = (name: string, content: unknown) => writeFile(join(folder, name), JSON.stringify(content));

/** Runs the page's commands, one block after the other, in the folder. */
async function runCommands(page: string) {
  const script = blocksOf(page, 'sh')
    .join('\n')
    .replace('INTERCOM_ACCESS_TOKEN=…', 'INTERCOM_ACCESS_TOKEN=simulator-token');
  const result = await runShell(`set -e; ${script}`, { cwd: folder, env: { INTERCOM_API_URL: listening.url } });
  expect(result.exitCode, result.stdout + result.stderr).toBe(0);
  return result;
}

/** What `read` wrote into the file. */
async function messagesIn(name: string): Promise<AirbyteMessage[]> {
  const lines = (await readFile(join(folder, name), 'utf8')).split('\n').filter((line) => line !== '');
  const messages = lines.map((line) => JSON.parse(line) as AirbyteMessage);
  expect(errorsIn(messages)).toEqual([]);
  return messages;
}

/** A time that most contacts have not changed since. */
function late(): number {
  const times = [...simulator.workspace.contacts.values()].map(({ updated_at }) => updated_at).sort((a, b) => a - b);
  return times.at(-20)!;
}

const idsSince = (all: Iterable<{ id: string; updated_at: number }>, since: number): Set<string> =>
  new Set([...all].filter(({ updated_at }) => updated_at >= since).map(({ id }) => id));

/** The live records that came of a stream. */
const idsIn = (messages: readonly AirbyteMessage[], stream: string) =>
  new Set(
    recordsIn(messages).flatMap((one) => (one.stream === stream && !one.data._ab_cdc_deleted_at ? [one.data.id] : [])),
  );

describe('the commands of the page', () => {
  beforeEach(async () => {
    simulator = createSimulator({ counts: { contacts: 160, conversations: 40, tickets: 10, companies: 20 } });
    listening = await simulator.listen();
    folder = await mkdtemp(join(tmpdir(), 'source-intercom-migrating-'));
  });
  afterEach(async () => {
    await listening.close();
    await rm(folder, { recursive: true });
  });

  test("from Airbyte's source: its configuration and states, by the page's commands", async () => {
    const since = late();
    await put('config.json', {
      access_token: 'simulator-token',
      start_date: '2015-01-01T00:00:00Z',
      activity_logs_time_step: 30,
      client_id: null,
    });
    const state = (name: string, stream_state: unknown) => ({
      type: 'STREAM',
      stream: { stream_descriptor: { name, namespace: null }, stream_state },
    });
    await put('state.json', [
      state('contacts', { updated_at: since, prior_state: { updated_at: since - 5 } }),
      state('conversation_parts', { conversations: { updated_at: since }, updated_at: since + 5 }),
      state('activity_logs', { created_at: String(since) }),
      state('company_segments', { companies: { updated_at: since }, updated_at: since }),
    ]);
    const { stdout } = await runCommands(await pageOf('airbyte'));
    expect(stdout).toContain('SUCCEEDED');
    const messages = await messagesIn('first.jsonl');
    const { contacts, conversations } = simulator.workspace;
    expect(idsIn(messages, 'contacts')).toEqual(idsSince(contacts.values(), since));
    expect(idsIn(messages, 'contacts').size).toBeLessThan(contacts.size / 4);
    const changed = [...conversations.values()].filter(({ updated_at }) => updated_at >= since - 86_400);
    expect(changed.length).toBeLessThan(conversations.size);
    expect(idsIn(messages, 'conversation_parts')).toEqual(
      new Set(changed.flatMap(({ parts }) => parts.map(({ id }) => id))),
    );
  });

  test("from tap-intercom: its configuration and bookmarks, by the page's commands", async () => {
    const since = late();
    const at = new Date(since * 1000).toISOString().replace('.000Z', '.000000Z');
    await put('config.json', {
      access_token: 'simulator-token',
      start_date: '2015-01-01T00:00:00Z',
      user_agent: 'tap',
      request_timeout: 300,
    });
    const interrupted = { updated_at: at, last_processed: '9007199254600252', last_sync_started_at: at };
    await put('state.json', {
      currently_syncing: 'conversations',
      bookmarks: { contacts: { updated_at: at }, conversations: interrupted },
    });
    const { stdout } = await runCommands(await pageOf('tap-intercom'));
    expect(stdout).toContain('SUCCEEDED');
    for (const key of ['user_agent', 'request_timeout']) expect(stdout).toContain(`not known: \\"${key}\\"`);
    const messages = await messagesIn('first.jsonl');
    const { contacts, conversations } = simulator.workspace;
    expect(idsIn(messages, 'contacts')).toEqual(idsSince(contacts.values(), since));
    expect(idsIn(messages, 'contacts').size).toBeLessThan(contacts.size / 4);
    expect(idsIn(messages, 'conversations')).toEqual(idsSince(conversations.values(), since));
  });

  test("from Fivetran: the page's commands make its tables, and its queries find what is missing on either side", async () => {
    const page = await pageOf('fivetran');
    await runCommands(page);
    const instance = await DuckDBInstance.create(join(folder, 'intercom.duckdb'));
    const database = await instance.connect();
    const ids = async (sql: string) => (await database.runAndReadAll(sql)).getRows().map(([id]) => id);
    const contacts = [...simulator.workspace.contacts.keys()];
    expect((await ids('SELECT id FROM intercom.intercom.contact_history')).sort()).toEqual(contacts.sort());
    await database.run('CREATE SCHEMA fivetran_schema');
    await database.run(`CREATE TABLE fivetran_schema.contact_history AS
    SELECT id, _fivetran_active FROM intercom.intercom.contact_history WHERE id <> '${contacts[3]}'
    UNION ALL SELECT 'gone', true UNION ALL SELECT 'long gone', false`);
    const [block] = blocksOf(page, 'sql');
    const queries = block!.replaceAll('intercom.contact_history', 'intercom.intercom.contact_history').split(';');
    expect([await ids(queries[0]!), await ids(queries[1]!)]).toEqual([['gone'], [contacts[3]]]);
    database.closeSync();
    instance.closeSync();
  });
});

describe.each([
  ['airbyte', [...placesOf(allowedFields), ...placesOf(allowedKeys)]],
  ['tap-intercom', placesOf(fieldsOfTheTap)],
])('docs/migrating-from-%s.md has each difference', (name, places) => {
  test.each([...new Set(places)])('%s', async (place) => {
    expect(await pageOf(name)).toContain(`\`${place}\``);
  });
});

/** The fields that differ, with their streams; of keys and cursors the streams. */
function placesOf(differences: { [stream: string]: { [difference: string]: string } }): string[] {
  return Object.entries(differences).flatMap(([stream, all]) =>
    Object.keys(all).map((difference) => {
      const [field = ''] = difference.split(':');
      return ['key', 'cursor', 'modes'].includes(field) ? stream : `${stream}.${field}`;
    }),
  );
}
