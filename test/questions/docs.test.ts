/** The committed page of questions is the one that the registry makes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { queriesPage } from '../../scripts/queries-page.ts';

test('docs/queries.md is up to date: else run `npm run docs`', () => {
  expect(readFileSync(new URL('../../docs/queries.md', import.meta.url), 'utf8')).toBe(queriesPage());
});
