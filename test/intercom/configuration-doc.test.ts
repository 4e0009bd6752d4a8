/** docs/configuration.md has every key of the configuration, with its default and what the schema says of it. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { configurationRows } from './configuration-rows.ts';

const page = readFileSync(new URL('../../docs/configuration.md', import.meta.url), 'utf8');

test('the page has a row for each key, and no other', () => {
  const rows = page.split('\n').filter((line) => /^\| `/.test(line));
  expect(rows.length).toBeGreaterThan(10);
  expect(rows).toEqual(configurationRows());
});
