/** The committed page of views is the one that they make. That its examples run is for views.test.ts. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { viewsPage } from '../../scripts/views-page.ts';

test('docs/views.md is up to date: else run `npm run docs`', () => {
  expect(readFileSync(new URL('../../docs/views.md', import.meta.url), 'utf8')).toBe(viewsPage());
});
