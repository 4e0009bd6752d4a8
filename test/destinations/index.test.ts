import { existsSync } from 'node:fs';
import { expect, test } from 'vitest';
import { destinationAt, openDestination, shownAddress } from '../../src/destinations/index.ts';
import { duckdbPlace } from './duckdb/place.ts';
import { acme } from './fixtures.ts';

test('an address names its kind, then its place', async () => {
  const place = await duckdbPlace('with:colon.duckdb');
  const destination = await openDestination(`duckdb:${place.file}`);
  expect(destination.location).toBe(place.file);
  expect(await destination.open(acme, [])).toEqual(new Map());
  await destination.close();
  await place.remove();
});

test('an address is looked at before anything is opened', async () => {
  expect(() => destinationAt('nowhere:x')).toThrow('There is no destination "nowhere".');
  expect(() => destinationAt('postgres://a@localhost/b?shema=c')).toThrow('unknown parameter "shema"');
  expect(destinationAt('postgres://a@localhost/b')).toBeTypeOf('function');
  const place = await duckdbPlace();
  expect(destinationAt(`duckdb:${place.file}`)).toBeTypeOf('function');
  expect(existsSync(place.file)).toBe(false);
  await place.remove();
});

test.each(['mysql:x', 'intercom.duckdb', 'duckdb:', 'constructor:x', ''])('"%s" is refused', async (target) => {
  await expect(openDestination(target)).rejects.toMatchObject({
    code: 'config_invalid',
    hint: 'A destination is written as duckdb:intercom.duckdb or postgres://user@host:5432/database.',
  });
});

test('a schema is for a database that has such', () => {
  expect(() => destinationAt('duckdb:intercom.duckdb', { schema: 'eu' })).toThrow(
    'A duckdb destination has no schemas.',
  );
  expect(destinationAt('postgresql://host/db', { schema: 'eu' })).toBeTypeOf('function');
});

test.each([
  ['postgres://me:pa:ss@w@rd@db.example.com/x?schema=y', 'postgres://me@db.example.com/x?schema=y'],
  ['postgres://:secret@db/x', 'postgres://@db/x'],
  ['postgres://me@db:5432/x', 'postgres://me@db:5432/x'],
  ['postgres://db:5432/x', 'postgres://db:5432/x'],
  ['duckdb:a:b@c.duckdb', 'duckdb:a:b@c.duckdb'],
])('%s is shown without a password', (address, shown) => expect(shownAddress(address)).toBe(shown));
