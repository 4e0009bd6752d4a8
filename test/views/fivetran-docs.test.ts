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
