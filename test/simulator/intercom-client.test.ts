/** Intercom's own client against the simulator. */
import { IntercomClient, IntercomError } from 'intercom-client';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createSimulator, type Listening } from '../../src/simulator/index.ts';

describe("Intercom's own client", () => {
  const simulator = createSimulator({ scale: 0.3 });
  const { workspace } = simulator;
  let server: Listening;
  let client: IntercomClient;
  beforeAll(async () => {
    server = await simulator.listen();
    client = new IntercomClient({ token: 'simulator-token', baseUrl: server.url, maxRetries: 0 });
  });
  afterAll(() => server.close());

  test('identifies the workspace and lists small things', async () => {
    expect(await client.admins.identify()).toMatchObject({ type: 'admin', app: { id_code: 'sim00001' } });
    expect((await client.admins.list()).admins).toHaveLength(workspace.admins.size);
    expect((await client.tags.list()).data).toHaveLength(workspace.tags.size);
    expect((await client.teams.list()).teams).toHaveLength(workspace.teams.size);
  });

  test('pages through all contacts', async () => {
    const ids: string[] = [];
    for await (const contact of await client.contacts.list({ per_page: 20 })) ids.push(contact.id!);
    expect(ids.sort()).toEqual([...workspace.contacts.keys()].sort());
  });

  test('searches contacts by role', async () => {
    const ids: string[] = [];
    const query = { field: 'role', operator: '=' as const, value: 'lead' };
    for await (const contact of await client.contacts.search({ query, pagination: { per_page: 7 } }))
      ids.push(contact.id!);
    const leads = [...workspace.contacts.values()].filter(({ role }) => role === 'lead').map(({ id }) => id);
    expect(ids.sort()).toEqual(leads.sort());
  });

  test('searches conversations and reads one with its parts', async () => {
    const ids: string[] = [];
    const query = { field: 'updated_at', operator: '>' as const, value: '0' };
    for await (const one of await client.conversations.search({ query, pagination: { per_page: 20 } }))
      ids.push(one.id!);
    expect(ids.sort()).toEqual([...workspace.conversations.keys()].sort());
    const [id, { parts }] = [...workspace.conversations].find(([, one]) => one.parts.length > 0)!;
    const found = await client.conversations.find({ conversation_id: id });
    expect(found.conversation_parts?.conversation_parts?.map((part) => part.id)).toEqual(parts.map((part) => part.id));
  });

  test('scrolls companies to the empty page', async () => {
    // Left to itself the client asks on after the empty page, by which the scroll has ended, and fails.
    const page = await client.companies.scroll();
    const ids: string[] = [];
    for (; page.data.length > 0; await page.getNextPage()) ids.push(...page.data.map((company) => company.id!));
    expect(ids.sort()).toEqual([...workspace.companies.keys()].sort());
  });

  test('understands the errors', async () => {
    await expect(client.contacts.find({ contact_id: 'nobody' })).rejects.toBeInstanceOf(IntercomError);
    await expect(client.contacts.find({ contact_id: 'nobody' })).rejects.toMatchObject({ statusCode: 404 });
  });
});
