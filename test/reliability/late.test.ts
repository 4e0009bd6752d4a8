/** What search shows late: changes that it hides for a while, and deleted records that it still shows. */
import { afterEach, describe, expect, test } from 'vitest';
import { deletedAt } from '../../src/core/columns/columns.ts';
import type { Event, Row } from '../../src/core/events.ts';
import { openWorld, type World } from './read-through.ts';

let world: World;
afterEach(() => world.close());

const lag = 300;

/** What is said of one record, in order. */
const saidOf = (events: readonly Event[], stream: string, id: string): Row[] =>
  events
    .flatMap((event) => (event.type === 'records' && event.stream === stream ? event.rows : []))
    .filter((row) => row.id === id);

describe('a deleted record that search still shows', () => {
  test.each(['contacts', 'conversations'] as const)(
    'among %s: is told to be gone each time after it is met',
    async (kind) => {
      world = await openWorld({ indexingLagSeconds: lag });
      await world.read();
      const { workspace } = world.simulator;
      // What shows or counts contacts does not change where one is deleted.
      const shown = [...workspace.conversations.values(), ...workspace.tickets.values()].flatMap(
        (one) => one.contact_ids,
      );
      const alone = [...workspace.contacts.values()].filter(
        ({ id, company_ids, segment_ids }) => company_ids.length + segment_ids.length === 0 && !shown.includes(id),
      );
      const [id] = kind === 'contacts' ? alone.map((one) => one.id) : workspace.conversations.keys();
      if (kind === 'contacts') workspace.updateContact(id!, { name: 'Soon gone' });
      else workspace.updateConversation(id!, { title: 'Soon gone' });
      await world.clock.sleep(20_000);
      if (kind === 'contacts') workspace.deleteContact(id!);
      else workspace.deleteConversation(id!);

      const { events: first } = await world.read();
      expect(saidOf(first, kind, id!).at(-1)).toHaveProperty(deletedAt);
      // By now its last change is shown, but not yet that it is gone: whoever has dropped it meets it as if it were new.
      await world.clock.sleep((lag - 15) * 1000);
      const { events: second } = await world.read();
      const said = saidOf(second, kind, id!);
      expect(said.filter((row) => !row[deletedAt])).toHaveLength(1);
      expect(said.at(-1)).toHaveProperty(deletedAt);

      await world.clock.sleep(3_600_000);
      await world.read();
      expect(saidOf((await world.read()).events, kind, id!)).toEqual([]);
      expect(world.differences()).toEqual([]);
    },
  );
});

describe('a change that search hides', () => {
  test.each(['stale', 'hidden'] as const)(
    'for some minutes (%s): is read by the next sync, though its time has passed',
    async (lagMode) => {
      world = await openWorld({ indexingLagSeconds: lag, lagMode });
      await world.read();
      const { workspace } = world.simulator;
      await world.clock.sleep(60_000);
      const [contact] = workspace.contacts.keys();
      const [conversation] = workspace.conversations.keys();
      const [ticket] = workspace.tickets.keys();
      workspace.updateContact(contact!, { name: 'Late' });
      workspace.addPart(conversation!);
      workspace.updateTicket(ticket!, { open: false });
      const { events } = await world.read();
      expect(saidOf(events, 'contacts', contact!).filter(({ name }) => name === 'Late')).toEqual([]);
      await world.clock.sleep((lag + 10) * 1000);
      await world.read();
      expect(world.differences()).toEqual([]);
    },
  );
});
