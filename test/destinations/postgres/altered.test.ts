/** Tables that someone altered, before a run and in the middle of one: what can goes on, the rest is told by name and without values. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { asConnectorError, explain } from '../../../src/core/errors.ts';
import type { Destination } from '../../../src/destinations/destination.ts';
import { canStartServer, ownServer } from '../../support/postgres-server.ts';
import { acme, contacts, infosOf, loads, nothing, records } from '../fixtures.ts';
import { type PostgresPlace, postgresPlace } from './place.ts';

const secret = 'a-value-of-someone';
const first = { ...nothing, states: [{ stream: 'contacts', state: { n: 1 } }] };
const second = { ...nothing, states: [{ stream: 'contacts', state: { n: 2 } }] };

describe.runIf(canStartServer)('a table of PostgreSQL that someone altered', () => {
  let place: PostgresPlace;
  let destination: Destination;
  beforeEach(async () => {
    place = await postgresPlace(await ownServer());
    destination = await place.open();
    await destination.open(acme, infosOf(loads()));
    await destination.prepare(loads());
    await destination.write(
      records(contacts, [
        { id: 'a', name: 'Ada', score: 1, updated_at: 1 },
        { id: 'b', name: secret, score: 1, updated_at: 1 },
      ]),
    );
    await destination.commit(first);
  });
  afterEach(async () => {
    await destination.close();
    await place.remove();
  });

  async function prepare(): Promise<ReturnType<Destination['open']>> {
    destination = await place.open();
    const stored = await destination.open(acme, infosOf(loads()));
    await destination.prepare(loads());
    return stored;
  }
  async function change(): Promise<void> {
    await destination.write(
      records(contacts, [
        { id: 'b', name: secret, score: 2, updated_at: 2 },
        { id: 'c', name: secret, score: 2, updated_at: 2 },
      ]),
    );
    await destination.commit(second);
  }
  /** The next run; what it fails with, or the state with which it began. */
  async function nextRun(): Promise<unknown> {
    await destination.close();
    return told(async () => {
      const stored = await prepare();
      await change();
      return stored.get('contacts');
    });
  }
  async function told<T>(work: () => Promise<T>): Promise<T | string> {
    try {
      return await work();
    } catch (thrown) {
      const said = explain(asConnectorError(thrown));
      expect(said).not.toContain(secret);
      expect(asConnectorError(thrown).code).toBe('destination_unusable');
      return said;
    }
  }
  const ids = async () => (await place.rows('contacts')).map(({ id }) => id);

  /** Each altered by a statement, told in these words, and mended by another. */
  const refusals: [what: string, alter: string, words: RegExp, mend: string][] = [
    [
      'a NOT NULL column',
      "ALTER TABLE contacts ADD COLUMN mine text NOT NULL DEFAULT 'x'; ALTER TABLE contacts ALTER COLUMN mine DROP DEFAULT",
      /^The column "mine" of the table contacts in .* must not be NULL.* Give it a default, or drop its NOT NULL/,
      "ALTER TABLE contacts ALTER COLUMN mine SET DEFAULT 'x'",
    ],
    [
      'a unique index',
      'CREATE UNIQUE INDEX only_one ON contacts (name)',
      /^The unique index "only_one" on the table contacts in .* refuses a row\. Drop it/,
      'DROP INDEX only_one',
    ],
    [
      'a CHECK',
      'ALTER TABLE contacts ADD CONSTRAINT low CHECK (score < 2)',
      /^The constraint "low" on the table contacts in .* refuses a row\. Drop it/,
      'ALTER TABLE contacts DROP CONSTRAINT low',
    ],
    [
      'an exclusion',
      'ALTER TABLE contacts ADD CONSTRAINT apart EXCLUDE (name WITH =)',
      /^The constraint "apart" on the table contacts in .* refuses a row\. Drop it/,
      'ALTER TABLE contacts DROP CONSTRAINT apart',
    ],
    [
      'a trigger that refuses',
      `CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RAISE EXCEPTION ''no: %'', NEW.name; END';
       CREATE TRIGGER mine BEFORE INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION refuse()`,
      /^A trigger on the table contacts in .* refuses a row\. Drop or correct it/,
      'DROP FUNCTION refuse CASCADE',
    ],
    [
      'a foreign key to it',
      "CREATE TABLE mine (contact text REFERENCES contacts (id)); INSERT INTO mine VALUES ('b')",
      /^The foreign key "mine_contact_fkey" of the table mine in .* refuses a change\. Drop it, or make it DEFERRABLE INITIALLY DEFERRED/,
      'ALTER TABLE mine ALTER CONSTRAINT mine_contact_fkey DEFERRABLE INITIALLY DEFERRED',
    ],
  ];

  describe.each(refusals)('by %s', (_, alter, words, mend) => {
    test('is told before a run', async () => {
      await place.query(alter);
      expect(await nextRun()).toMatch(words);
      expect(await ids()).toEqual(['a', 'b']);
      await place.query(mend);
      expect(await nextRun()).toMatchObject({ state: { n: 1 } });
      expect(await ids()).toEqual(['a', 'b', 'c']);
    });

    test('is told in the middle of a run', async () => {
      await place.query(alter);
      expect(await told(change)).toMatch(words);
      await place.query(mend);
      expect(await nextRun()).toMatchObject({ state: { n: 1 } });
      expect(await ids()).toEqual(['a', 'b', 'c']);
    });
  });

  /** Each altered by a statement of which a load takes no notice. */
  test.each([
    ['a column with a default', "ALTER TABLE contacts ADD COLUMN mine text NOT NULL DEFAULT 'x'"],
    ['an index', 'CREATE INDEX mine ON contacts (name)'],
    ['a view on it', 'CREATE VIEW mine AS SELECT id, name, score FROM contacts'],
    ['a materialized view on it', 'CREATE MATERIALIZED VIEW mine AS SELECT * FROM contacts'],
    ['a CHECK that its rows pass', 'ALTER TABLE contacts ADD CHECK (score < 10)'],
    [
      'a trigger',
      "CREATE FUNCTION f() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NEW; END'; CREATE TRIGGER t BEFORE INSERT ON contacts FOR EACH ROW EXECUTE FUNCTION f()",
    ],
    [
      'a foreign key that can wait',
      "CREATE TABLE mine (contact text REFERENCES contacts (id) DEFERRABLE INITIALLY DEFERRED); INSERT INTO mine VALUES ('b')",
    ],
    ['a comment', "COMMENT ON COLUMN contacts.name IS 'mine'"],
  ])('by %s goes on', async (_, alter) => {
    await place.query(alter);
    await change();
    expect(await ids()).toEqual(['a', 'b', 'c']);
    expect(await nextRun()).toMatchObject({ state: { n: 2 } });
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });

  test.each([
    ['dropped', 'ALTER TABLE contacts DROP COLUMN score'],
    ['renamed', 'ALTER TABLE contacts RENAME COLUMN score TO points'],
  ])('by a column that was %s is read again, and has it again', async (_, alter) => {
    await place.query(alter);
    expect(await nextRun()).toMatchObject({ readAgain: 'its column "score" is missing' });
    expect((await place.rows('contacts')).map(({ id, score }) => [id, score])).toEqual([
      ['a', null],
      ['b', 2],
      ['c', 2],
    ]);
  });

  test.each([
    ['dropped', 'ALTER TABLE contacts DROP COLUMN score'],
    ['renamed', 'ALTER TABLE contacts RENAME COLUMN score TO points'],
    ['retyped', 'ALTER TABLE contacts ALTER COLUMN score TYPE jsonb USING NULL'],
  ])('by a column that was %s in the middle of a run is told', async (_, alter) => {
    await place.query(alter);
    expect(await told(change)).toMatch(
      /^The table contacts in .* was changed by someone while it was loaded\. Run again: what was committed is kept/,
    );
    expect(await ids()).toEqual(['a', 'b']);
  });

  test('by a column that was retyped is read again, and what it holds is kept', async () => {
    await place.query("ALTER TABLE contacts ALTER COLUMN score TYPE jsonb USING '[1]'");
    expect(await nextRun()).toMatchObject({ readAgain: 'its column "score" has another type now' });
    expect(
      await place.query('SELECT DISTINCT score_was_jsonb FROM contacts WHERE score_was_jsonb IS NOT NULL'),
    ).toEqual([{ score_was_jsonb: [1] }]);
  });

  test('by being dropped or renamed in the middle of a run is told, and is read again', async () => {
    await place.query('ALTER TABLE contacts RENAME TO mine');
    expect(await told(change)).toMatch(/^The table contacts in .* was changed by someone/);
    expect(await nextRun()).toMatchObject({ readAgain: 'its table was dropped or renamed' });
    expect(await ids()).toEqual(['b', 'c']);
  });

  test('by its schema being dropped in the middle of a run is told', async () => {
    await place.query(`DROP SCHEMA "${place.schema}" CASCADE`);
    expect(await told(change)).toMatch(/in .* was (changed by someone|dropped)/);
    expect(await nextRun()).toBeUndefined();
    expect(await ids()).toEqual(['b', 'c']);
  });

  test('by something else that has its name is told', async () => {
    await destination.close();
    await place.query('DROP TABLE contacts; CREATE SEQUENCE contacts');
    expect(await told(prepare)).toMatch(
      /^Something other than a table has the name of the table contacts in .*: an index, a sequence or a type\. Rename it/,
    );
  });

  test('by someone who holds a lock on it is waited for', async () => {
    await place.use(async (query) => {
      await query('BEGIN; LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE');
      const changed = change();
      await query('SELECT pg_sleep(1)');
      await query('COMMIT');
      await changed;
    });
    expect(await ids()).toEqual(['a', 'b', 'c']);
  });

  test('by a statement of its load being cancelled is told', async () => {
    await place.use(async (query) => {
      await query('BEGIN; LOCK TABLE contacts IN ACCESS EXCLUSIVE MODE');
      const said = told(change);
      const cancel =
        "SELECT pg_cancel_backend(pid) FROM pg_stat_activity WHERE application_name = 'source-intercom' AND wait_event_type = 'Lock'";
      while ((await query(cancel)).length === 0);
      expect(await said).toMatch(/^Someone cancelled a statement on the table contacts in/);
      await query('COMMIT');
    });
    expect(await nextRun()).toMatchObject({ state: { n: 1 } });
  });
});
