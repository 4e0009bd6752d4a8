/** Airbyte's own declarative source on the simulator: all that its way of asking can get comes, by value; what does not is named. */
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Listening } from '../../src/simulator/index.ts';
import { rowsOf } from '../on-simulator/rows.ts';
import {
  type Crowded,
  crowdedWorkspace,
  mostInline,
  type Row,
  type Rows,
  truthOf,
  without,
} from '../on-simulator/workspace.ts';
import { pythonEnvironment } from '../python.ts';
import { finalStates, type Message, manifestSource, recordsOf } from './source.ts';

const python = await pythonEnvironment(import.meta.url);

describe.skipIf(!python)("Airbyte's source 0.8.3 on the simulator", () => {
  let crowded: Crowded;
  let listening: Listening;
  let source: ReturnType<typeof manifestSource>;
  let names: string[];
  let first: Message[];

  beforeAll(async () => {
    crowded = crowdedWorkspace();
    listening = await crowded.simulator.listen();
    source = manifestSource({ bin: python!.bin, url: listening.url });
    names = (await source.discover()).map(({ name }) => name);
    first = await source.read();
  });
  afterAll(() => listening?.close());

  test('reads every stream to its end, by value', () => {
    const { long, simulator, tagged } = crowded;
    const { workspace } = simulator;
    const truth = truthOf(simulator);
    const oldest = workspace.conversations.get(long)!.parts.slice(0, 3);
    const archived = [...truth.contact_attributes!].filter(([, one]) => one.archived).map(([name]) => name);
    expect(archived).not.toEqual([]);
    const companies = [...truth.segments!.keys()].filter((id) => workspace.segments.get(id)?.of === 'companies');
    const contacts = new Map([...truth.contacts!].map(([id, row]) => [id, { ...row, ...shownInside(id) }]));
    expect(contacts.get(tagged)).not.toEqual(truth.contacts!.get(tagged));
    const expected: { [stream: string]: Rows } = {
      activity_logs: truth.activity_logs!,
      admins: truth.admins!,
      tags: truth.tags!,
      teams: truth.teams!,
      // It does not ask for the segments of companies.
      segments: without(truth.segments!, companies),
      companies: truth.companies!,
      company_attributes: truth.company_attributes!,
      // It does not ask for archived attributes.
      contact_attributes: without(truth.contact_attributes!, archived),
      // It does not ask for more tags and companies than stand inside of a contact.
      contacts,
      conversations: truth.conversations!,
      // Intercom gives the latest 500 parts of a conversation.
      conversation_parts: without(
        truth.conversation_parts!,
        oldest.map(({ id }) => id),
      ),
    };
    expect(names.sort()).toEqual([...Object.keys(expected), 'company_segments'].sort());
    for (const [stream, rows] of Object.entries(expected)) {
      expect(rows.size, stream).toBeGreaterThan(0);
      expect(rowsOf(recordsOf(first, stream), rows), stream).toEqual(rows);
    }
  });

  /** A contact's first ten tags and companies. */
  function shownInside(id: string): Row {
    const { tags, company_ids } = crowded.simulator.workspace.contacts.get(id)!;
    return {
      tags: tags
        .slice(0, mostInline)
        .map((tag) => tag.id)
        .sort(),
      companies: company_ids.slice(0, mostInline).sort(),
    };
  }

  test('tells of the segments of companies each one as often as a company is in it, and not of which', () => {
    const { companies } = crowded.simulator.workspace;
    const memberships = [...companies.values()].flatMap(({ segment_ids }) => segment_ids).sort();
    const came = recordsOf(first, 'company_segments');
    expect(came.map(({ id }) => String(id)).sort()).toEqual(memberships);
    expect(came.filter((row) => 'company_id' in row)).toEqual([]);
  });

  test('goes on from its state with what has changed', async () => {
    const { workspace } = crowded.simulator;
    const contact = [...workspace.contacts.keys()][7]!;
    const conversation = [...workspace.conversations.keys()][7]!;
    workspace.updateContact(contact, { name: 'Changed since' });
    const part = workspace.addPart(conversation, { body: 'Written since' }).id;
    const log = workspace.createActivityLog().id;
    const lines = await source.read(finalStates(first));
    const truth = truthOf(crowded.simulator);
    const came = (stream: string, id: string) =>
      rowsOf(
        recordsOf(lines, stream).filter((row) => row.id === id),
        truth[stream]!,
      ).get(id);
    for (const [stream, id] of [
      ['contacts', contact],
      ['conversations', conversation],
      ['conversation_parts', part],
      ['activity_logs', log],
    ] as const) {
      expect(came(stream, id), stream).toEqual(truth[stream]!.get(id));
    }
  });
});
