/**
 * The tap into MeltanoLabs' target-postgres, a target that upserts and activates versions: after each run its tables are what the simulator
 * says that its workspace is.
 */
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type Listening, type Simulator } from '../../src/simulator/index.ts';
import { hasPostgres } from '../../test/support/postgres-server.ts';
import { runShell } from '../../test/support/shell.ts';
import { postgresDatabase } from '../../test/support/test-database.ts';
import { pythonEnvironment } from '../python.ts';
import { compared, type Pipeline, type PipeOptions, pipe, tableRows, trueRows } from './target.ts';

const python = hasPostgres ? await pythonEnvironment(import.meta.url) : undefined;
const streams = Object.keys(compared);

describe.skipIf(!python)('target-postgres', () => {
  let simulator: Simulator;
  let server: Listening;
  let pipeline: Pipeline;
  beforeAll(async () => {
    const counts = { contacts: 180, conversations: 60, tickets: 30, companies: 30 };
    simulator = createSimulator({ seed: 17, counts, rateLimit: null });
    server = await simulator.listen();
    const folder = await mkdtemp(join(tmpdir(), 'singer-'));
    pipeline = { url: server.url, folder, database: await postgresDatabase(), python: python! };
    await selectIn(folder);
  });
  afterAll(async () => {
    await server.close();
    await pipeline.database.remove();
    await rm(pipeline.folder, { recursive: true });
  });

  /** The catalog that `--discover` writes, with the compared streams selected. */
  async function selectIn(folder: string): Promise<void> {
    const { stdout } = await runShell('source-intercom singer --discover', {
      env: { INTERCOM_API_URL: server.url, INTERCOM_ACCESS_TOKEN: 'simulator-token' },
    });
    const catalog = JSON.parse(stdout);
    for (const { tap_stream_id, metadata } of catalog.streams)
      metadata[0].metadata.selected = streams.includes(tap_stream_id);
    await writeFile(join(folder, 'catalog.json'), JSON.stringify(catalog));
  }

  const load = (options: PipeOptions) => pipe(pipeline, { flags: '--catalog catalog.json', ...options });
  const messages = async () =>
    (await readFile(join(pipeline.folder, 'messages.jsonl'), 'utf8'))
      .trim()
      .split('\n')
      .map((line) => JSON.parse(line));

  async function expectTruth(names = streams, isWanted: (stream: string, row: Row) => boolean = () => true) {
    for (const stream of names) {
      const rows = (await tableRows(pipeline.database, stream)).filter((row) => isWanted(stream, row));
      expect(rows.length, stream).toBeGreaterThan(0);
      expect(rows, stream).toEqual(trueRows(simulator.workspace, stream));
    }
  }
  type Row = Awaited<ReturnType<typeof tableRows>>[number];

  test('holds the workspace after the first load', async () => {
    await load({ withState: false });
    await expectTruth();
  });

  test('follows changes, deletions and merges, reading only what has changed', async () => {
    const deleted = change(simulator);
    await load({ withState: true });
    // Singer has no word for it that the parts of a conversation go with it.
    await expectTruth(streams, (stream, row) => stream !== 'conversation_parts' || row.conversation_id !== deleted);
    const records = (await messages()).filter(({ type }) => type === 'RECORD');
    expect(records.filter(({ stream }) => stream === 'contacts').length).toBeLessThan(30);
    const reasons = records.map(({ record }) => record._deleted_reason).filter(Boolean);
    expect(new Set(reasons)).toEqual(new Set(['deleted', 'merged']));
  });

  test('takes away what nothing told of, with a full refresh', async () => {
    const { workspace } = simulator;
    workspace.archiveContact(idOf(workspace.contacts, 5));
    workspace.deleteCompany(idOf(workspace.companies, 2));
    workspace.deleteTicket(idOf(workspace.tickets, 3));
    await load({ withState: true });
    expect((await tableRows(pipeline.database, 'companies')).length).toBe(workspace.companies.size + 1);
    await load({ withState: false });
    await expectTruth();
  });

  test('leaves no row of what is gone where it deletes', async () => {
    simulator.workspace.archiveContact(idOf(simulator.workspace.contacts, 6));
    await load({ withState: false, target: { hard_delete: true } });
    await expectTruth();
    const { use, schema } = pipeline.database;
    for (const stream of streams) {
      const [counted] = await use((query) => query(`SELECT count(*) AS rows FROM "${schema}"."${stream}"`));
      expect(counted, stream).toEqual({ rows: trueRows(simulator.workspace, stream).length });
    }
  });
});

const idOf = (map: ReadonlyMap<string, unknown>, index: number): string => [...map.keys()][index]!;

/** Changes a bit of everything, and gives the id of the conversation that is deleted. */
function change({ workspace }: Simulator): string {
  const { contacts } = workspace;
  const withRole = (role: string) => [...contacts.values()].filter((one) => one.role === role).map(({ id }) => id);
  const [user, changed] = withRole('user');
  const [lead, gone] = withRole('lead');
  workspace.updateContact(changed!, {
    name: 'Renamed “Ünï” 🙂',
    custom_attributes: { plan: 'a\\b"c', big: 2 ** 53 - 1 },
  });
  workspace.createContact({ role: 'user', email: 'new@mail.example' });
  workspace.deleteContact(gone!);
  workspace.mergeContacts(lead!, user!);
  workspace.updateCompany(idOf(workspace.companies, 0), { name: 'Another name' });
  const [deleted, answered] = [...workspace.conversations.keys()];
  workspace.addPart(answered!, { body: '<p>One more</p>' });
  workspace.deleteConversation(deleted!);
  workspace.deleteTag(idOf(workspace.tags, 0));
  workspace.updateTag(idOf(workspace.tags, 1), { name: 'Renamed' });
  workspace.updateTicket(idOf(workspace.tickets, 0), { open: false });
  workspace.createTicket({ contact_ids: [] });
  return deleted!;
}
