import { describe, expect, test } from 'vitest';
import { hasPostgres, missing } from '../../support/postgres-server.ts';
import { conformance } from '../conformance.ts';
import { sqlConformance } from '../sql-conformance.ts';
import { postgresPlace } from './place.ts';

if (hasPostgres) {
  conformance({ name: 'PostgreSQL', create: postgresPlace });
  sqlConformance({ name: 'PostgreSQL', create: postgresPlace });
}

describe('PostgreSQL', () => {
  test.runIf(process.env.CI)('is here to be tested with', () => {
    expect(hasPostgres, missing).toBe(true);
  });
});
