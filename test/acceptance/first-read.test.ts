/** What is gone before it was ever read is not told: by no first read, and by no full refresh, whatever states it is given. */
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { AirbyteStream } from '../../src/protocols/airbyte/messages.ts';
import type { AirbyteResult } from '../support/airbyte.ts';
import { configure, errorsIn, finalStates, type Row, recordsIn, type Source, startSource } from './source.ts';

let source: Source;
let streams: AirbyteStream[];
beforeAll(async () => {
  source = await startSource();
  // Streams that tell of a deletion have a column for it.
  streams = (await source.discover()).filter(({ json_schema }) =>
    Object.hasOwn(json_schema.properties as object, '_ab_cdc_deleted_at'),
  );
});
afterAll(() => source.close());

/** Something of each kind goes, and what went is given. */
function loseSome(): string[] {
  const { workspace } = source.simulator;
  const contacts = [...workspace.contacts.values()];
  const users = contacts.filter(({ role }) => role === 'user');
  const [lead] = contacts.filter(({ role }) => role === 'lead');
  const [conversation] = workspace.conversations.keys();
  workspace.deleteContact(users[0]!.id);
  workspace.archiveContact(users[1]!.id);
  workspace.mergeContacts(lead!.id, users[2]!.id);
  workspace.deleteConversation(conversation!);
  return [users[0]!.id, lead!.id, conversation!];
}

const idOf = ({ id }: Row) => String(id);
const dataOf = (result: AirbyteResult): Row[] => recordsIn(result.messages).map(({ data }) => data);
const tombstonesIn = (result: AirbyteResult) => dataOf(result).filter((row) => row._ab_cdc_deleted_at != null);

test('there are such streams', () => {
  expect(streams.map(({ name }) => name)).toEqual(
    expect.arrayContaining(['contacts', 'users', 'leads', 'conversations']),
  );
});

test('a full refresh and a first read tell no deletion of what they never gave', async () => {
  const gone = loseSome();
  for (const mode of ['full_refresh', 'incremental'] as const) {
    const result = await source.read(configure(streams, mode), mode === 'incremental' ? [] : undefined);
    expect([result.exitCode, errorsIn(result.messages)]).toEqual([0, []]);
    expect(tombstonesIn(result), mode).toEqual([]);
    const given = dataOf(result).map(idOf);
    expect(given.length).toBeGreaterThan(0);
    expect(
      given.filter((id) => gone.includes(id)),
      mode,
    ).toEqual([]);
  }
});

test('what goes after a first read is told by the next one, and by a full refresh from the same states it is not', async () => {
  const first = await source.read(configure(streams, 'incremental'), []);
  const gone = loseSome();
  const states = finalStates(first.messages);
  const again = await source.read(configure(streams, 'full_refresh'), states);
  expect(tombstonesIn(again)).toEqual([]);
  expect(
    dataOf(again)
      .map(idOf)
      .filter((id) => gone.includes(id)),
  ).toEqual([]);
  const next = await source.read(configure(streams, 'incremental'), states);
  expect(tombstonesIn(next).map(idOf)).toEqual(expect.arrayContaining(gone));
});
