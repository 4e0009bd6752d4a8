/** The committed pages of streams are those that the registry makes. */
import { readdirSync, readFileSync } from 'node:fs';
import { posix } from 'node:path';
import { describe, expect, test } from 'vitest';
import { documentedFamilies, streamPages } from '../../scripts/streams-page.ts';

const docs = new URL('../../docs/', import.meta.url);
const pages = streamPages(documentedFamilies);
const committed = (path: string) => readFileSync(new URL(path, docs), 'utf8');

test('docs/streams/ has a page for each family, and no other', () => {
  const files = readdirSync(new URL('streams', docs)).map((file) => `streams/${file}`);
  expect(['streams.md', ...files].sort()).toEqual([...pages.keys()].sort());
});

describe.each([...pages])('docs/%s', (path, page) => {
  test('is up to date: else run `npm run docs`', () => expect(committed(path)).toBe(page));

  test('has links that lead to a heading', () => {
    const targets = [...page.matchAll(/\]\(([^)#]*)#([^)]+)\)/g)].map(([, file, heading]) => ({
      file: file!,
      heading: heading!,
    }));
    expect(targets.length).toBeGreaterThan(0);
    for (const { file, heading } of targets) {
      const target = file === '' ? path : posix.join(posix.dirname(path), file);
      const headings = [...pages.get(target)!.matchAll(/^## (.+)$/gm)].map(([, title]) => title!.toLowerCase());
      expect(headings, `${file}#${heading}`).toContain(heading);
    }
  });

  test('has tables whose rows have as many cells as their head', () => {
    const widths = page.split('\n\n').flatMap((block) => {
      const rows = block.split('\n').filter((line) => line.startsWith('|'));
      return rows.map((row) => [row.split(' | ').length, rows[0]?.split(' | ').length]);
    });
    expect(widths.length).toBeGreaterThan(3);
    for (const [width, head] of widths) expect(width).toBe(head);
  });
});

test('the overview names every stream once', () => {
  const named = [...pages.get('streams.md')!.matchAll(/^\| \[(\w+)\]/gm)].map(([, name]) => name);
  expect(named).toEqual(documentedFamilies.flatMap(({ streams }) => streams.map(({ name }) => name)));
});
