/** `sync --custom-attributes columns` by the built command: each attribute's column holds what the workspace has, in each database. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { Row } from '../../src/core/events.ts';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { startCommand } from '../support/command.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';

describe.each(testDatabases)('a sync into $name with a column for each custom attribute', ({ create }) => {
  let simulator: Simulator;
  let server: { url: string; close(): Promise<void> };
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create();
    simulator = createSimulator({ seed: 5, scale: 0.3, rateLimit: null });
    server = await simulator.listen();
  });
  afterEach(async () => {
    await server.close();
    await database.remove();
  });

  const sync = (...args: string[]) =>
    startCommand(['sync', '--to', database.address, '--streams', 'contacts,companies', ...args], {
      INTERCOM_API_URL: server.url,
      INTERCOM_ACCESS_TOKEN: 'simulator-token',
    }).ended;
  const contacts = () => database.use((query) => query('SELECT * FROM contacts ORDER BY id'));
  /** What the workspace has, by the attribute's name. */
  const truth = () =>
    new Map(
      [...simulator.workspace.contacts.values()].map(({ id, custom_attributes }) => [id, custom_attributes as Row]),
    );

  test('holds each value, of contacts that were read before too, and follows what changes', {
    timeout: 120_000,
  }, async () => {
    expect(await sync()).toMatchObject({ exitCode: 0 });
    expect(Object.keys((await contacts())[0]!).filter((name) => name.startsWith('custom_'))).toEqual([
      'custom_attributes',
    ]);

    const requests = simulator.requests.count();
    const second = await sync('--custom-attributes', 'columns');
    expect(second, second.stderr).toMatchObject({ exitCode: 0 });
    expect(second.stderr).toContain('contacts: columns of custom attributes were added and filled: ');
    expect(simulator.requests.count() - requests).toBeLessThan(20);
    const attributes = [...new Set([...truth().values()].flatMap((held) => Object.keys(held)))];
    expect(attributes.length).toBeGreaterThan(2);
    const compare = async () => {
      const rows = await contacts();
      expect(rows).toHaveLength(simulator.workspace.contacts.size);
      const shown = rows.map((row) => [row.id, attributes.map((name) => row[`custom_${name}`] ?? null)]);
      const held = truth();
      expect(shown).toEqual(
        rows.map(({ id }) => [id, attributes.map((name) => inColumn(name, held.get(String(id))![name]))]),
      );
    };
    await compare();

    const [id] = [...simulator.workspace.contacts.keys()];
    simulator.workspace.updateContact(id!, { custom_attributes: { [attributes[0]!]: null } });
    await sync('--custom-attributes', 'columns');
    await compare();
  });
});

/** Moments are unix seconds in Intercom. */
const inColumn = (name: string, value: unknown): unknown => {
  if (value === undefined || value === null) return null;
  return name.endsWith('_at') && typeof value === 'number' ? new Date(value * 1000).toISOString() : value;
};
