import { expect, test } from 'vitest';
import { openDestination } from '../../src/destinations/index.ts';
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

test.each(['mysql:x', 'intercom.duckdb', 'duckdb:', 'constructor:x', ''])('"%s" is refused', async (target) => {
  await expect(openDestination(target)).rejects.toMatchObject({
    code: 'config_invalid',
    hint: 'A destination is written as duckdb:intercom.duckdb.',
  });
});
