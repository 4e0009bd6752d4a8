/** What a configuration leaves out or hashes: nowhere in what `discover` and `read` write. */
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { isOfWorkspace } from '../../src/streams/defined-streams.ts';
import { runAirbyte } from '../support/airbyte.ts';
import { hashOf, maskedByHand, salt, textsCalled } from '../support/masking.ts';
import { streams } from '../support/registry.ts';
import { config, configure, errorsIn, finalStates, recordsIn, type Source, startSource, statusesOf } from './source.ts';

/** Emails are hashed wherever there are any; phones and two attributes are left out. */
const exclude = [
  ...textsCalled('phone'),
  ...textsCalled('formatted_phone'),
  'contacts.location',
  'leads.custom_attributes',
];
const hash = [...textsCalled('email'), ...textsCalled('email_address')];
const masking = { ...config, exclude, hash, hash_salt: salt };

vi.setConfig({ testTimeout: 180_000 });

let source: Source;
beforeAll(async () => {
  source = await startSource({ seed: 5, scale: 0.1 });
});
afterAll(() => source.close());

const discover = async (given: object) => {
  const { messages } = await runAirbyte('discover', {
    env: { INTERCOM_API_URL: source.url },
    files: { config: given },
  });
  const found = messages.flatMap((message) => (message.type === 'CATALOG' ? message.catalog.streams : []));
  return found.filter(({ name }) => !isOfWorkspace(name));
};

/** Values of the workspace that may not be seen. */
const secrets = () => {
  const contacts = [...source.simulator.workspace.contacts.values()];
  const values = contacts.flatMap(({ email, phone }) => [email, phone]);
  return values.filter((value): value is string => typeof value === 'string' && value !== '');
};

const seenIn = (lines: readonly string[], stderr: string) => {
  const all = `${lines.join('\n')}\n${stderr}`;
  return secrets().filter((secret) => all.includes(secret));
};

const key = ({ stream, data }: { stream: string; data: { [column: string]: unknown } }) => {
  const { primaryKey } = streams.find(({ name }) => name === stream)!;
  return JSON.stringify([stream, ...primaryKey.map((column) => data[column]), data._ab_cdc_deleted_at]);
};

test('discover gives no column that is left out, and hashed ones as text', async () => {
  const catalog = await discover({ ...masking, exclude: [...exclude, 'tickets', 'admins.away_mode_enabled'] });
  expect(catalog.map(({ name }) => name)).toEqual(streams.map(({ name }) => name).filter((name) => name !== 'tickets'));
  const properties = (name: string) =>
    catalog.find((stream) => stream.name === name)!.json_schema.properties as { [column: string]: object };
  expect(properties('contacts')).not.toHaveProperty('phone');
  expect(properties('users')).not.toHaveProperty('phone');
  expect(properties('contacts')).not.toHaveProperty('location');
  expect(properties('users')).toHaveProperty('location');
  expect(properties('contacts').email).toEqual({ type: ['null', 'string'], description: 'Hashed.' });
});

describe.each(['full_refresh', 'incremental'] as const)('read, %s,', (mode) => {
  test('gives every record without what is left out, and hashes of what is hashed', async () => {
    const plain = await source.read(configure(await discover(config), mode));
    // Else nothing would be proved.
    expect(seenIn(plain.lines, '').length).toBe(new Set(secrets()).size);
    const masked = await source.read(configure(await discover(masking), mode), undefined, { config: masking });
    expect(masked.exitCode, masked.stderr).toBe(0);
    expect(seenIn(masked.lines, masked.stderr)).toEqual([]);
    expect(masked.lines.join() + masked.stderr).not.toContain(salt);

    const expected = recordsIn(plain.messages).map(({ stream, data }) => [
      key({ stream, data }),
      maskedByHand(stream, data, { exclude, hash }),
    ]);
    const given = new Map(recordsIn(masked.messages).map((record) => [key(record), record.data]));
    expect(given.size).toBe(expected.length);
    expect(given).toEqual(new Map(expected as [string, object][]));
    const contact = [...source.simulator.workspace.contacts.values()].find(({ email }) => email)!;
    expect(given.get(JSON.stringify(['contacts', contact.id, undefined]))).toMatchObject({
      email: hashOf(contact.email!),
    });
  });
});

test('read goes on from its states by rules that have changed, and says nothing of what it left out', async () => {
  const catalog = configure(await discover(masking), 'incremental');
  const first = await source.read(catalog, undefined, { config: masking });
  const [contact] = [...source.simulator.workspace.contacts.values()].filter(({ role }) => role === 'user');
  source.simulator.workspace.updateContact(contact!.id, {
    name: 'Renamed',
    email: 'changed@secret.example',
    phone: '+1 555 0199',
  });
  const changed = { ...masking, exclude: [...exclude, 'users.name', 'users.email'] };
  const next = await source.read(catalog, finalStates(first.messages), { config: changed });
  expect(next.exitCode, next.stderr).toBe(0);
  expect(seenIn(next.lines, next.stderr)).toEqual([]);
  const [user, other] = ['users', 'contacts'].map((name) =>
    recordsIn(next.messages).filter(({ stream, data }) => stream === name && data.id === contact!.id),
  );
  expect(user).toHaveLength(1);
  expect(user![0]!.data).not.toHaveProperty('name');
  expect(user![0]!.data).not.toHaveProperty('email');
  expect(other![0]!.data).toMatchObject({ name: 'Renamed', email: hashOf('changed@secret.example') });
});

test('read refuses a stream that is left out, and reads the others', async () => {
  const catalog = configure(
    (await discover(config)).filter(({ name }) => ['tags', 'admins'].includes(name)),
    'full_refresh',
  );
  const { messages, exitCode } = await source.read(catalog, undefined, { config: { ...config, exclude: ['admins'] } });
  expect(exitCode).toBe(1);
  expect(statusesOf(messages, 'tags').at(-1)).toBe('COMPLETE');
  expect(recordsIn(messages).every(({ stream }) => stream === 'tags')).toBe(true);
  expect(errorsIn(messages)[0]).toMatchObject({
    message: expect.stringContaining('The stream "admins" is left out by "exclude" in the configuration.'),
    failure_type: 'config_error',
  });
});

test('check and read warn of a key that is not known, and refuse paths that are not', async () => {
  const warned = async (name: 'check' | 'read') => {
    const given = { ...config, excludes: ['contacts.email'] };
    const result = await (name === 'check'
      ? source.check(given)
      : source.read({ streams: [] }, undefined, { config: given }));
    return result.messages.flatMap((message) => (message.type === 'LOG' ? [message.log] : []));
  };
  const warning = {
    level: 'WARN',
    message: 'The configuration has a key that is not known: "excludes". Did you mean "exclude"?',
  };
  expect(await warned('check')).toEqual([warning]);
  expect(await warned('read')).toContainEqual(warning);
  const { messages } = await source.check({ ...config, hash: ['contact.email'], hash_salt: salt });
  expect(messages).toEqual([
    {
      type: 'CONNECTION_STATUS',
      connectionStatus: { status: 'FAILED', message: '"hash": there is no stream "contact". Did you mean "contacts"?' },
    },
  ]);
});
