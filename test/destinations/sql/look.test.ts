import { describe, expect, test } from 'vitest';
import { duckdbDialect } from '../../../src/destinations/duckdb/dialect.ts';
import { lookQuery } from '../../../src/destinations/sql/look.ts';

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
