/** docs/dbt.md says of each view what it is made of. */
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
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
