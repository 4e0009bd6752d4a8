import { describe, expect, test } from 'vitest';
import { ConnectorError, explain } from '../../../src/core/errors.ts';
import { isInUse } from '../../../src/destinations/in-use.ts';
import { postgresError } from '../../../src/destinations/postgres/errors.ts';

const secret = 'a-value-of-someone';
const thrown = (code: string, more: object = {}) =>
  Object.assign(new Error(`no: ${secret}`), { code, detail: secret, ...more });

describe('what PostgreSQL says, in plain words', () => {
  test.each([
    [
      '53100',
      'INSERT INTO "users" SELECT 1',
      'The disk of db is full. Make room and run again: what was committed is kept, and the sync goes on from there.',
    ],
    ['53200', '', 'db is out of memory. Run again: what was committed is kept, and the sync goes on from there.'],
    ['53300', '', 'db takes no more connections. Close some, or run again later.'],
    [
      '25006',
      '',
      "db is read-only. Name the primary server, not a standby of it, and see that the user's default_transaction_read_only is off.",
    ],
    ['57P03', '', 'The server of db is starting or stopping. Run again once it takes connections.'],
    [
      '28P01',
      '',
      "db refuses the user or the password. Give them in the address, or the password by PGPASSWORD or ~/.pgpass; and see that the server's pg_hba.conf lets them in from here.",
    ],
    ['3D000', '', 'The database of db does not exist. Create it, or name another in the address.'],
    [
      '55P03',
      'DELETE FROM "users" AS _target',
      'Someone held a lock on the table users in db for longer than a sync waits. End what reads or changes it (pg_stat_activity shows it), and run again: what was committed is kept, and the sync goes on from there.',
    ],
    [
      '0A000',
      'ALTER TABLE "users" ALTER COLUMN "a" TYPE text',
      'A view or another thing depends on the table users in db, which must change. Drop it, and run again: what was committed is kept, and the sync goes on from there. Then make it anew.',
    ],
    [
      '0A000',
      'INSERT INTO "users" SELECT 1',
      'The table users in db was changed by someone while it was loaded. Run again: what was committed is kept, and the sync goes on from there.',
    ],
    [
      '54000',
      'COPY pg_temp."_staged_users" ("a") FROM STDIN',
      'A value is larger than PostgreSQL can hold in the table users in db. Leave its column out with --exclude, or sync into another destination.',
    ],
    [
      '58030',
      '',
      'The server of db could not use its files. Look into its log, mend it, and run again: what was committed is kept, and the sync goes on from there.',
    ],
  ])('%s of %s', (code, sql, words) => {
    const error = postgresError('db', thrown(code), { sql });
    expect(error.code).toBe('destination_unusable');
    expect(explain(error)).toBe(words);
  });

  test('names the column in which COPY fails, and not its value', () => {
    const words = (where: string) =>
      postgresError('db', thrown('54000', { where }), { sql: 'COPY "users" ("a") FROM STDIN' }).message;
    const named =
      'A value of the column "custom_attributes" is larger than PostgreSQL can hold in the table users in db.';
    expect(words(`COPY _staged_users, line 12, column custom_attributes: "${secret}"`)).toBe(named);
    expect(words('COPY _staged_users, Zeile 1, Spalte custom_attributes: „…“')).toBe(named);
    const unnamed = 'A value is larger than PostgreSQL can hold in the table users in db.';
    expect(words('COPY users, line 1: "a, b, c secret: d"')).toBe(unnamed);
    expect(words('COPY users, line 1, column: a')).toBe(unnamed);
  });

  test('what is unknown is a bug of ours, told without the values that PostgreSQL quotes', () => {
    const error = postgresError('db', thrown('22P02'), { sql: `INSERT INTO "users" VALUES ('${secret}')` });
    expect(error).toMatchObject({
      code: 'internal',
      message: 'PostgreSQL refused to write to the table users in db: 22P02.',
    });
    expect(`${error.stack}`).not.toContain(secret);
  });

  test('an error of ours passes, and is not taken for a lock', () => {
    const ours = new ConnectorError('state_invalid', 'No.');
    expect(postgresError('db', ours)).toBe(ours);
    expect(isInUse(ours)).toBe(false);
    expect(isInUse(thrown('55P03'))).toBe(false);
  });
});
