/** A sound copy: nothing is found, however Intercom reads a search, and whatever happens meanwhile. */
import { afterEach, expect, test } from 'vitest';
import type { SimulatorOptions } from '../../src/simulator/index.ts';
import { found, type VerifyPlace, verifyPlace } from './place.ts';

const streams =
  `contacts users leads contact_merges contact_tags conversations conversation_parts conversation_contacts tickets
  ticket_parts companies company_tags tags`.split(/\s+/);
const counts = { contacts: 40, conversations: 12, tickets: 8, companies: 10 };

let place: VerifyPlace | undefined;
afterEach(async () => {
  await place?.close();
  place = undefined;
});

const days = { versions: ['2.16', 'Preview'] };
const ways: [string, SimulatorOptions][] = [
  ['by seconds, without equality', {}],
  [
    'by seconds, with equality and in no order, lists in pages',
    { inclusiveBounds: true, shuffledSearch: true, pagedLists: true, scrollHidesEmptyCompanies: true },
  ],
  ['by days of Los Angeles, late', { ...days, indexingLagSeconds: 600 }],
  [
    'by days of Kiritimati, with equality, late and hidden until then',
    { ...days, timezone: 'Pacific/Kiritimati', inclusiveBounds: true, indexingLagSeconds: 600, lagMode: 'hidden' },
  ],
  ['without the feed of contacts and the times of deletions', { versions: ['2.17'], deletedListManner: 'no-times' }],
];

test.each(ways)('read %s, and while its people are at work', async (_, options) => {
  place = await verifyPlace({ counts, ...options }, {}, streams);
  const { workspace } = place.simulator;
  const address = `duckdb:${place.path('intercom.duckdb')}`;
  await place.pass(86_400);
  await place.sync(address);
  await place.pass(86_400);
  const ids = { contacts: [...workspace.contacts.values()], conversations: [...workspace.conversations.keys()] };
  const leads = ids.contacts.filter(({ role }) => role === 'lead').map(({ id }) => id);
  const users = ids.contacts.filter(({ role }) => role === 'user').map(({ id }) => id);
  workspace.mergeContacts(leads[0]!, users[0]!);
  workspace.deleteContact(users[1]!);
  workspace.deleteConversation(ids.conversations[0]!);
  workspace.addPart(ids.conversations[1]!, { body: '<p>Once more</p>' });
  await place.pass(86_400);
  await place.sync(address);
  const { verification } = await place.verify(address);
  expect(found(verification)).toEqual([]);
  expect(verification.streams.map(({ verdict }) => verdict)).toEqual(verification.streams.map(() => 'sound'));

  // Of what the next sync brings: what changed, came and went.
  await place.pass(3_600);
  workspace.updateContact(users[2]!, { name: 'Another' });
  workspace.addPart(ids.conversations[2]!, { body: '<p>And again</p>' });
  workspace.createConversation({ contact_ids: [users[3]!] });
  workspace.deleteConversation(ids.conversations[3]!);
  workspace.mergeContacts(leads[1]!, users[4]!);
  const [ticket] = [...workspace.tickets.keys()];
  workspace.updateTicket(ticket!, { open: false });
  await place.pass(3_600);
  const again = (await place.verify(address, { sample: 'all' })).verification;
  expect(again.streams.flatMap(({ differences }) => differences)).toEqual([]);
  expect(again.streams.find(({ stream }) => stream === 'contacts')!.movedSince).toBeGreaterThan(0);
});

test('while all sorts of things happen', async () => {
  place = await verifyPlace({ counts }, {}, streams);
  const address = `duckdb:${place.path('intercom.duckdb')}`;
  await place.pass(86_400);
  await place.sync(address);
  await place.pass(3_600);
  const end = place.simulator.startLife({ everyMs: 2 });
  for (let run = 0; run < 3; run++) {
    const { verification } = await place.verify(address, { sample: 'all' });
    const searched = verification.streams.filter(({ stream }) => !stream.startsWith('compan'));
    expect(searched.flatMap(({ differences }) => differences)).toEqual([]);
  }
  end();
});

test('what is archived or deleted without a word is shown apart', async () => {
  place = await verifyPlace({ counts }, {}, streams);
  const { workspace } = place.simulator;
  const address = `duckdb:${place.path('intercom.duckdb')}`;
  // Of no company, which would count one less.
  const archived = workspace.createContact({ role: 'lead' }).id;
  await place.pass(86_400);
  await place.sync(address);
  await place.pass(3_600);
  const [ticket] = [...workspace.tickets.keys()];
  workspace.deleteTicket(ticket!);
  workspace.archiveContact(archived);
  const { verification } = await place.verify(address);
  expect(found(verification)).toEqual([
    `contacts vanished ${archived}`,
    `leads vanished ${archived}`,
    `tickets vanished ${ticket}`,
  ]);
});

test('what the configuration leaves out or hashes is compared as it is stored', async () => {
  const config = {
    exclude: ['contacts.phone', 'conversation_parts.body'],
    hash: ['contacts.email'],
    hash_salt: 'of a test, and long',
  };
  place = await verifyPlace({ counts }, config, streams);
  const address = `duckdb:${place.path('intercom.duckdb')}`;
  await place.pass(86_400);
  await place.sync(address);
  const { verification } = await place.verify(address, { sample: 'all' });
  expect(verification.streams.map(({ verdict }) => verdict)).toEqual(verification.streams.map(() => 'sound'));
  const other = (await place.verify(address, { config: { hash: ['contacts.name'] } })).verification;
  expect(other.streams.find(({ stream }) => stream === 'contacts')).toMatchObject({
    verdict: 'not compared',
    why: 'It was stored by other rules of masking: the next sync reads it again.',
  });
});
