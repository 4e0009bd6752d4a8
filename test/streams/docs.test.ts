/** The committed page of streams is the one the registry makes. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { streamsPage } from '../../scripts/streams-page.ts';
import { streams } from '../../src/streams/index.ts';

const page = readFileSync(new URL('../../docs/streams.md', import.meta.url), 'utf8');

test('docs/streams.md is up to date: else run `npm run docs`', () => {
  expect(page).toBe(streamsPage(streams));
});

test('every link on the page leads to a heading on it', () => {
  const headings = new Set([...page.matchAll(/^## (.+)$/gm)].map(([, heading]) => heading));
  const targets = [...page.matchAll(/\]\(#([^)]+)\)/g)].map(([, target]) => target);
  expect(targets.length).toBeGreaterThan(streams.length);
  expect(targets.filter((target) => !headings.has(target))).toEqual([]);
});

test('every row of a table has as many cells as its head', () => {
  const widths = page.split('\n\n').flatMap((block) => {
    const rows = block.split('\n').filter((line) => line.startsWith('|'));
    return rows.map((row) => [row.split(' | ').length, rows[0]?.split(' | ').length]);
  });
  expect(widths.length).toBeGreaterThan(100);
  for (const [width, head] of widths) expect(width).toBe(head);
});
