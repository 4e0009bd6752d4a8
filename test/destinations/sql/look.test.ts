import { describe, expect, test } from 'vitest';
import { duckdbDialect } from '../../../src/destinations/duckdb/dialect.ts';
import { lookQuery, selectFound } from '../../../src/destinations/sql/look.ts';

describe('the query that shows what was loaded', () => {
  test.each([
    [['tags', 'conversations'], true, 'SELECT state, count(*) FROM conversations GROUP BY state'],
    [['conversations'], false, 'SELECT count(*) FROM conversations'],
    [['odd $name'], false, 'SELECT count(*) FROM "odd $name"'],
    [[], false, 'SELECT count(*) FROM _source_intercom_state'],
  ])('of %j', (streams, hasState, query) => {
    expect(lookQuery(duckdbDialect, streams, () => hasState)).toBe(query);
  });
});

describe('the query that shows the rows a warning is about', () => {
  test.each([
    [
      { kind: 'type_mismatch', stream: 'tags', column: 'name' },
      "SELECT * FROM tags WHERE (_extra->'name') IS NOT NULL",
    ],
    [{ kind: 'truncated', stream: 'odd "one', column: '_truncated' }, 'SELECT * FROM "odd ""one" WHERE _truncated'],
    [{ kind: 'type_mismatch', stream: 'tags', column: 'tags[].name' }, undefined],
    [{ kind: 'truncated', stream: 'tags' }, undefined],
  ] as const)('of %j', (finding, query) => {
    expect(selectFound(duckdbDialect, finding)).toBe(query);
  });
});
