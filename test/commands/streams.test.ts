/** `streams` by the built command: what can be read, as a configuration has it. */
import { expect, test } from 'vitest';
import { streams } from '../../src/streams/index.ts';
import { startCommand, withFiles } from '../support/command.ts';

const list = (config?: object) =>
  withFiles(config ? { config } : {}, (flags) => startCommand(['streams', '--json', ...flags]).ended);
const namesIn = ({ stdout }: { stdout: string }) => (JSON.parse(stdout) as { name: string }[]).map(({ name }) => name);
const all = streams.map(({ name }) => name);

test('lists those that every workspace has, and those that a configuration defines, without a token', async () => {
  expect(namesIn(await list())).toEqual(all);
  const found = await list({ custom_object_types: ['Order', 'Order Item'], exclude: ['tags'] });
  expect(found.stderr).toBe('');
  expect(namesIn(found)).toEqual([
    ...all.filter((name) => name !== 'tags'),
    'custom_object_order',
    'custom_object_order_item',
  ]);
});

test('refuses a configuration in which two types have one name, and one that is wrong', async () => {
  const twice = await list({ custom_object_types: ['OrderItem', 'order-item'] });
  expect(twice).toMatchObject({ exitCode: 1, stdout: '' });
  expect(twice.stderr).toMatch(
    /^"custom_object_types": "OrderItem" and "order-item" would both be the stream "custom_object_order_item"\. .*\n$/,
  );
  const wrong = await list({ custom_object_types: 'Order' });
  expect(wrong.exitCode).toBe(1);
  expect(wrong.stderr).toContain('"custom_object_types" takes a list of custom object types, such as ["Order"]');
});
