/** Views of a test's own, and a sync as far as views are concerned. */
import type { StreamInfo } from '../../../src/core/catalog.ts';
import { object, text } from '../../../src/core/columns/columns.ts';
import { asConnectorError, explain } from '../../../src/core/errors.ts';
import type { View } from '../../../src/core/view.ts';
import type { LoadTarget, ViewsWanted, Workspace } from '../../../src/destinations/destination.ts';
import { openDestination } from '../../../src/destinations/index.ts';
import type { TestDatabase } from '../../support/test-database.ts';
import { acme, contacts, infosOf, nothing, records, tags } from '../fixtures.ts';

export const people: View = {
  name: 'people',
  description: "Who there is: a contact's row each.",
  columns: { id: "Intercom's id.", owner: "Who it's owned by.", tag: 'Of tags, which need not be there.' },
  reads: { contacts: ['id', 'owner_id'], tags: ['id', 'name'] },
  query: ({ table, custom }) => `
SELECT contacts.id, contacts.owner_id AS owner, tags.name AS tag${custom('contacts').map((name) => `, ${name}`)}
FROM ${table('contacts')} AS contacts LEFT JOIN ${table('tags')} AS tags ON tags.id = contacts.id`,
};
export const zoned: View = {
  name: 'zoned',
  description: 'The time zone.',
  columns: { zone: 'Its name.' },
  reads: { tags: ['id'] },
  query: ({ zone }) => `SELECT '${zone}' AS zone`,
};
/** With other columns, in another order. */
export const renamed: View = {
  ...people,
  columns: {},
  query: ({ table }) => `SELECT 1 AS one, id FROM ${table('contacts')} AS c`,
};

export const contactsWithText: StreamInfo = { ...contacts, columns: { ...contacts.columns, owner_id: text } };
export const contactsWithCustom = (kind: typeof text): StreamInfo => ({
  ...contacts,
  columns: { ...contacts.columns, custom_attributes: object({ Level: kind }) },
});

interface Run {
  streams?: StreamInfo[];
  views?: View[];
  wanted?: Partial<ViewsWanted>;
  workspace?: Workspace;
  target?: Partial<LoadTarget>;
  address?: string;
  /** Streams that the configuration leaves out. */
  excluded?: string[];
}

/** A sync as far as views are concerned; what it told of them. */
export async function sync(database: TestDatabase, run: Run = {}): Promise<string[]> {
  const { streams = [contacts], views = [people, zoned], workspace = acme, excluded = [] } = run;
  const targets = streams.map((info) => ({ info, generation: 1, refreshing: false, ...run.target }));
  const registry = [contacts, tags].map((info) => streams.find(({ name }) => name === info.name) ?? info);
  const destination = await openDestination(run.address ?? database.address);
  try {
    await destination.open(workspace, infosOf(targets), { masked: { registry: streams, excluded } });
    await destination.prepare(targets);
    const told = await destination.prepareViews!({
      styles: { plain: views },
      add: [{ style: 'plain' }],
      registry,
      ...run.wanted,
    });
    if (streams.some(({ name }) => name === 'contacts'))
      await destination.write(
        records(contacts, [{ id: 'a', owner_id: 7, updated_at: 1, custom_attributes: { Level: '3' } }]),
      );
    await destination.commit(nothing);
    return told;
  } finally {
    await destination.close();
  }
}

export const failureOf = (work: Promise<unknown>) =>
  work.then(
    () => 'no failure',
    (thrown) => explain(asConnectorError(thrown)),
  );
