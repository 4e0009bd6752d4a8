/** singer-io's tap-intercom on the simulator: all that its way of asking can get comes, by value; what does not is named. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Listening } from '../../src/simulator/index.ts';
import { configure, errorsIn, listed, recordsIn } from '../../test/acceptance/source.ts';
import { runAirbyte } from '../../test/support/airbyte.ts';
import { linesOf, outputOf } from '../on-simulator/program.ts';
import { rowsOf } from '../on-simulator/rows.ts';
import { differences } from '../on-simulator/schema-differences.ts';
import { type Crowded, crowdedWorkspace, type Row, type Rows, truthOf, without } from '../on-simulator/workspace.ts';
import { pythonEnvironment } from '../python.ts';
import { allowedFields } from './allowed-differences.ts';

const python = await pythonEnvironment(import.meta.url);

interface Catalog {
  streams: { tap_stream_id: string; schema: Row; metadata: { metadata: Row }[] }[];
}
type Line = { type: string; stream?: string; record?: Row; value?: Row };

const config = { access_token: 'simulator-token', start_date: '2015-01-01T00:00:00Z', user_agent: 'interop' };

describe.skipIf(!python)('tap-intercom 2.2.5 on the simulator', () => {
  let crowded: Crowded;
  let listening: Listening;
  let catalog: Catalog;
  let first: Line[];

  const run = (files: Row, args: string[] = []) =>
    linesOf<Line>('tap-intercom', { bin: python!.bin, url: listening.url, args, files: { config, ...files } });
  const recordsOf = (lines: readonly Line[], stream: string): Row[] =>
    lines.flatMap((line) => (line.type === 'RECORD' && line.stream === stream ? [line.record!] : []));
  const stateAfter = (lines: readonly Line[]): Row => lines.findLast(({ type }) => type === 'STATE')!.value!;
  /** The definitions of segments: those of companies are a stream of their own. */
  const segmentsOf = (kind: 'people' | 'companies') =>
    [...crowded.simulator.workspace.segments.values()].filter(({ of }) => of === kind).map(({ id }) => id);

  beforeAll(async () => {
    crowded = crowdedWorkspace();
    listening = await crowded.simulator.listen();
    const { streams } = await discover();
    catalog = {
      streams: streams.map((stream) => ({
        ...stream,
        metadata: stream.metadata.map((one) => ({ ...one, metadata: { ...one.metadata, selected: true } })),
      })),
    };
    first = await run({ catalog });
  });
  afterAll(() => listening?.close());

  test('reads every stream to its end, by value', () => {
    const { long, simulator } = crowded;
    const truth = truthOf(simulator);
    const oldest = simulator.workspace.conversations.get(long)!.parts.slice(0, 3);
    const archived = [...truth.contact_attributes!].filter(([, { archived }]) => archived).map(([name]) => name);
    expect(archived).not.toEqual([]);
    const expected: { [stream: string]: Rows } = {
      admins: truth.admins!,
      tags: truth.tags!,
      teams: truth.teams!,
      companies: truth.companies!,
      company_attributes: truth.company_attributes!,
      // It does not ask for archived attributes.
      contact_attributes: without(truth.contact_attributes!, archived),
      contacts: truth.contacts!,
      conversations: truth.conversations!,
      // Intercom gives the latest 500 parts of a conversation.
      conversation_parts: without(
        truth.conversation_parts!,
        oldest.map(({ id }) => id),
      ),
      segments: without(truth.segments!, segmentsOf('companies')),
      company_segments: without(truth.segments!, segmentsOf('people')),
    };
    expect(catalog.streams.map(({ tap_stream_id }) => tap_stream_id).sort()).toEqual(Object.keys(expected).sort());
    for (const [stream, rows] of Object.entries(expected)) {
      expect(rows.size, stream).toBeGreaterThan(0);
      expect(rowsOf(recordsOf(first, stream), rows), stream).toEqual(rows);
    }
  });

  test('each of its streams is there, with its fields in their types; times are unix seconds', () => {
    const isTime = (difference: string) => /(_at|waiting_since|snoozed_until): string, ours integer$/.test(difference);
    for (const { tap_stream_id: name, schema } of catalog.streams) {
      const [ours] = listed((one) => one === name);
      const found = differences(schema, ours?.json_schema as Row | undefined).filter((one) => !isTime(one));
      expect(found.sort(), name).toEqual(Object.keys(allowedFields[name] ?? {}).sort());
    }
  });

  test('tells the picture of each admin', () => {
    const pictures = new Map(recordsOf(first, 'admins').map(({ id, avatar }) => [id, (avatar as Row).image_url]));
    const { admins } = crowded.simulator.workspace;
    expect(pictures).toEqual(new Map([...admins.values()].map(({ id, avatar }) => [id, avatar])));
  });

  test('goes on from its state with what has changed', async () => {
    const { workspace } = crowded.simulator;
    const contact = [...workspace.contacts.keys()][7]!;
    const conversation = [...workspace.conversations.keys()][7]!;
    workspace.updateContact(contact, { name: 'Changed since' });
    const made = workspace.createContact({ role: 'lead', name: 'Made since' }).id;
    const part = workspace.addPart(conversation, { body: 'Written since' }).id;
    const lines = await run({ catalog, state: stateAfter(first) });
    const names = new Map(recordsOf(lines, 'contacts').map(({ id, name }) => [id, name]));
    expect([names.get(contact), names.get(made)]).toEqual(['Changed since', 'Made since']);
    const truth = truthOf(crowded.simulator);
    expect(recordsOf(lines, 'conversations').map(({ id }) => id)).toContain(conversation);
    const parts = rowsOf(recordsOf(lines, 'conversation_parts'), truth.conversation_parts!);
    expect(parts.get(part)).toEqual(truth.conversation_parts!.get(part));
  });

  test('loses parts of conversations for good when it is interrupted, by its own state', async () => {
    // The first run up to its note of the last conversation of a page, as it stands when the tap is ended there.
    const noted = first.findIndex((line) => lastProcessed(line) !== undefined);
    expect(noted).toBeGreaterThan(0);
    const before = first.slice(0, noted + 1);
    const after = await run({ catalog, state: before.at(-1)!.value! });
    const came = new Set(
      [before, after].flatMap((lines) => recordsOf(lines, 'conversation_parts')).map(({ id }) => id),
    );
    const lost = recordsOf(first, 'conversation_parts').filter(({ id }) => !came.has(id));
    // It goes by id, and its bookmark of parts by time: what is older than the last one's time is not read again.
    const { updated_at } = bookmark(before.at(-1)!, 'conversation_parts');
    expect(lost.map(({ conversation_id }) => conversation_id)).toContain(crowded.old);
    for (const { conversation_updated_at: at } of lost)
      expect(Date.parse(String(at))).toBeLessThan(Date.parse(String(updated_at)));
    // A later run, from the state that it ends with, does not bring them either.
    const later = await run({ catalog, state: stateAfter(after) });
    const isBack = new Set(recordsOf(later, 'conversation_parts').map(({ id }) => id));
    expect(lost.filter(({ id }) => isBack.has(id))).toEqual([]);
  });

  test('its configuration and state are gone on from by read: what has changed comes, and all parts where theirs are left out', async () => {
    const { long, simulator } = crowded;
    const { workspace } = simulator;
    const state = stateAfter(first) as { bookmarks: { [stream: string]: unknown } };
    const { conversation_parts: parts, ...bookmarks } = state.bookmarks;
    expect(parts).toBeDefined();
    const contact = [...workspace.contacts.keys()][9]!;
    workspace.updateContact(contact, { email: 'moved@example.com' });
    const company = [...workspace.companies.keys()][9]!;
    workspace.updateCompany(company, { monthly_spend: 7.25 });
    const names = ['contacts', 'companies', 'conversations', 'conversation_parts', 'company_segments'];
    const { exitCode, messages, stderr } = await runAirbyte('read', {
      env: { INTERCOM_API_URL: listening.url },
      files: {
        config,
        catalog: configure(
          listed((name) => names.includes(name)),
          'incremental',
        ),
        state: { ...state, bookmarks },
      },
    });
    expect([exitCode, errorsIn(messages)], stderr).toEqual([0, []]);
    const came = (stream: string): Row[] =>
      recordsIn(messages).flatMap((one) => (one.stream === stream ? [one.data] : []));
    expect(came('contacts').filter(({ id }) => id === contact)).toMatchObject([{ email: 'moved@example.com' }]);
    expect(came('contacts').length).toBeLessThan(80);
    expect(came('companies').filter(({ id }) => id === company)).toMatchObject([{ monthly_spend: 7.25 }]);
    const truth = truthOf(simulator).conversation_parts!;
    const oldest = workspace.conversations.get(long)!.parts.slice(0, 3);
    expect(rowsOf(came('conversation_parts'), truth)).toEqual(
      without(
        truth,
        oldest.map(({ id }) => id),
      ),
    );
  });

  const bookmark = ({ value }: Line, stream: string): Row =>
    ((value?.bookmarks ?? {}) as { [s: string]: Row })[stream] ?? {};
  const lastProcessed = (line: Line) => bookmark(line, 'conversations').last_processed;

  async function discover(): Promise<Catalog> {
    const asked = { bin: python!.bin, url: listening.url, args: ['--discover'], files: { config } };
    return JSON.parse(await outputOf('tap-intercom', asked)) as Catalog;
  }
});
