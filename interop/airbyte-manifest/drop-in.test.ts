/** In place of Airbyte's own source: its streams and fields, its configuration, and the states that it really wrote. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { AirbyteStream } from '../../src/protocols/airbyte/messages.ts';
import { configure, errorsIn, recordsIn, type Source, sourceOf } from '../../test/acceptance/source.ts';
import { rowsOf } from '../on-simulator/rows.ts';
import { differences } from '../on-simulator/schema-differences.ts';
import {
  type Crowded,
  crowdedWorkspace,
  cutContacts,
  type Row,
  type Rows,
  truthOf,
  without,
} from '../on-simulator/workspace.ts';
import { pythonEnvironment } from '../python.ts';
import { allowedFields, allowedKeys } from './allowed-differences.ts';
import { config, finalStates, type Message, manifestSource, recordsOf, type TheirStream } from './source.ts';

const python = await pythonEnvironment(import.meta.url);

describe.skipIf(!python)("in place of Airbyte's source 0.8.3", () => {
  let crowded: Crowded;
  let source: Source;
  let manifest: ReturnType<typeof manifestSource>;
  let theirs: TheirStream[];
  let ours: Map<string, AirbyteStream>;
  /** What theirs has read, once. */
  let read: Message[];

  beforeAll(async () => {
    crowded = crowdedWorkspace();
    source = await sourceOf(crowded.simulator);
    manifest = manifestSource({ bin: python!.bin, url: source.url });
    theirs = await manifest.discover();
    ours = new Map((await source.discover()).map((stream) => [stream.name, stream]));
    read = await manifest.read();
  });
  afterAll(() => source?.close());

  test('each of its streams is there, with its fields in their types', () => {
    expect(theirs).toHaveLength(12);
    for (const { name, json_schema } of theirs) {
      const found = differences(json_schema, ours.get(name)?.json_schema as Row | undefined);
      expect(found.sort(), name).toEqual(Object.keys(allowedFields[name] ?? {}).sort());
    }
  });

  test('its keys, cursors and modes are ours', () => {
    for (const stream of theirs) {
      expect(keyDifferences(stream, ours.get(stream.name)!), stream.name).toEqual(
        Object.keys(allowedKeys[stream.name] ?? {}),
      );
    }
  });

  test('its configuration is taken, each key that its form has', async () => {
    const keys = Object.entries(await manifest.form());
    expect(keys.map(([key]) => key)).toContain('activity_logs_time_step');
    const filled = { ...Object.fromEntries(keys.map(([key, one]) => [key, one.default ?? 'secret'])), ...config };
    const empty = { ...Object.fromEntries(keys.map(([key]) => [key, null])), ...config };
    for (const given of [filled, empty]) {
      const { messages, lines } = await source.check(given);
      expect(messages.at(-1)).toMatchObject({ connectionStatus: { status: 'SUCCEEDED' } });
      expect(lines.join()).not.toContain('not known');
    }
  });

  describe('from the states that it wrote', () => {
    /** Reads the streams of theirs by the built command. */
    const goOn = async (given: Row = config) => {
      const selected = theirs.map(({ name }) => ours.get(name)!);
      const result = await source.read(configure(selected, 'incremental'), finalStates(read), { config: given });
      expect([result.exitCode, errorsIn(result.messages)], result.lines.slice(-3).join()).toEqual([0, []]);
      return (stream: string): Row[] =>
        recordsIn(result.messages).flatMap((one) => (one.stream === stream ? [one.data] : []));
    };

    test('all that has changed since comes, and with what it had read the whole is there', async () => {
      const { workspace } = crowded.simulator;
      const [contact, deleted] = [...workspace.contacts.keys()].slice(7);
      const conversation = [...workspace.conversations.keys()][7]!;
      const company = [...workspace.companies.keys()][7]!;
      workspace.updateContact(contact!, { name: 'Changed since' });
      workspace.createContact({ role: 'lead', name: 'Made since' });
      workspace.updateCompany(company, { monthly_spend: 12.5 });
      workspace.addPart(conversation, { body: 'Written since' });
      workspace.createConversation({ title: 'Begun since', parts: [{ body: 'At once' }] });
      workspace.createActivityLog();
      workspace.createTag({ name: 'made since' });
      workspace.deleteContact(deleted!);
      const came = await goOn();
      expect(came('contacts').filter(({ id }) => id === deleted)).toMatchObject([{ _ab_cdc_deleted_at: /./ }]);
      for (const [stream, truth] of Object.entries(truthOf(crowded.simulator))) {
        const key = stream.endsWith('_attributes') ? 'full_name' : 'id';
        const isFull = ours.get(stream)!.default_cursor_field === undefined;
        const told = [...(isFull ? [] : recordsOf(read, stream)), ...came(stream)];
        const latest = new Map(told.map((row) => [row[key], row]));
        const live = [...latest.values()].filter((row) => !row._ab_cdc_deleted_at);
        const found = rowsOf(live, truth);
        // Of these the tags and companies are those that theirs had: the first ten.
        if (stream === 'contacts') for (const id of cutContacts(crowded.simulator)) found.delete(id);
        expect(found, stream).toEqual(withoutLosses(stream, truth));
      }
    });

    test('little of what it had read comes again', async () => {
      const came = await goOn();
      // Its state of companies is the time of the one that it read last, not of the latest.
      for (const stream of ['contacts', 'conversations', 'activity_logs'] as const) {
        expect(came(stream).length, stream).toBeLessThan(recordsOf(read, stream).length / 4);
      }
    });

    test('with a lookback of a day comes what search had shown too late for it: its state leaves no time for that', async () => {
      const { workspace } = crowded.simulator;
      const state = finalStates(read).find((one) => one.stream.stream_descriptor.name === 'contacts')!;
      const cursor = Number(state.stream.stream_state.updated_at);
      const { id } = workspace.createContact({ role: 'user', updated_at: cursor - 60 });
      const isThere = (came: Awaited<ReturnType<typeof goOn>>) => came('contacts').some((row) => row.id === id);
      expect(isThere(await goOn({ ...config, lookback_window: 1 }))).toBe(true);
      expect(isThere(await goOn())).toBe(false);
    });
  });

  /**
   * Without what does not come back by itself: the oldest of many parts, which Intercom does not give; the tags that theirs had cut; and the
   * segments of companies, which theirs never asks for while its state says that segments were read.
   */
  function withoutLosses(stream: string, rows: Rows): Rows {
    const { long, simulator } = crowded;
    const { conversations, segments } = simulator.workspace;
    if (stream === 'conversation_parts')
      return without(
        rows,
        conversations
          .get(long)!
          .parts.slice(0, 3)
          .map(({ id }) => id),
      );
    if (stream === 'contacts') return without(rows, cutContacts(simulator));
    if (stream !== 'segments') return rows;
    return without(
      rows,
      [...segments.values()].filter(({ of }) => of === 'companies').map(({ id }) => id),
    );
  }
});

function keyDifferences(theirs: TheirStream, ours: AirbyteStream): string[] {
  const of = (stream: TheirStream | AirbyteStream) => ({
    key: (stream.source_defined_primary_key ?? []).map((path) => path.join('.')).join(', ') || 'none',
    cursor: stream.default_cursor_field?.join('.') ?? 'none',
    modes: stream.supported_sync_modes.join(', '),
  });
  const [a, b] = [of(theirs), of(ours)];
  return (['key', 'cursor', 'modes'] as const).flatMap((name) =>
    a[name] === b[name] ? [] : [`${name}: ${a[name]}, ours ${b[name]}`],
  );
}
