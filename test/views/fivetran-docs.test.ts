/** What docs/dbt.md says of the views. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { streams } from '../../src/streams/index.ts';
import { viewStyles } from '../../src/views/index.ts';

test('docs/dbt.md has every view with the streams that it is made of', () => {
  const page = readFileSync(new URL('../../docs/dbt.md', import.meta.url), 'utf8');
  const rows = [...page.matchAll(/^\| `(\w+)` \| (.*?) \|/gm)].map(([, name, streams]) => `${name}: ${streams}`);
  const views = viewStyles.fivetran.map(
    ({ name, reads }) =>
      `${name}: ${Object.keys(reads)
        .map((stream) => `\`${stream}\``)
        .join(', ')}`,
  );
  expect(rows.sort()).toEqual(views.sort());
  expect(page).toContain(`# ${views.length} views in the schema intercom`);
});

test('no view is called as a table: both may stand in one schema', () => {
  const tables = streams.map(({ name }) => name);
  expect(viewStyles.fivetran.filter(({ name }) => tables.includes(name))).toEqual([]);
});

test('examples/dbt names views that there are, and pins the package', () => {
  const read = (path: string) => readFileSync(new URL(`../../examples/dbt/${path}`, import.meta.url), 'utf8');
  const [, tables] = /tables:\n([\s\S]*?)\n\w/.exec(read('models/sources.yml'))!;
  const names = [...tables!.matchAll(/^ {6}- name: (\w+)$/gm)].map(([, name]) => name);
  expect(names.length).toBeGreaterThan(1);
  expect(viewStyles.fivetran.map(({ name }) => name)).toEqual(expect.arrayContaining(names));
  expect(read('packages.yml')).toMatch(/^packages:\n {2}- package: fivetran\/intercom\n {4}version: 1\.6\.1\n$/);
});
