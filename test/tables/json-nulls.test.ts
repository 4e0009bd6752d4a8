/** A null of Intercom's is NULL in every column, and stays a null of JSON inside of an object only: what docs/tables.md says of it. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { StreamInfo } from '../../src/core/catalog.ts';
import {
  bool,
  epoch,
  int,
  intReference,
  json,
  list,
  number,
  object,
  text,
  textReference,
  timestamp,
} from '../../src/core/columns/columns.ts';
import type { Row } from '../../src/core/events.ts';
import { openDestination } from '../../src/destinations/index.ts';
import { type TestDatabase, testDatabases } from '../support/test-database.ts';
import { unparsed } from '../support/unparsed.ts';

const columns = {
  id: text,
  text,
  int,
  number,
  bool,
  epoch,
  timestamp,
  text_reference: textReference,
  int_reference: intReference,
  json,
  object: object({ inner: object({ field: int }), field: int }),
  list: list(text),
};
const info: StreamInfo = {
  name: 'things',
  description: 'Things.',
  permission: 'Read',
  primaryKey: ['id'],
  fullSnapshot: true,
  columns,
};
const names = Object.keys(columns).filter((name) => name !== 'id');

const nulls = { id: 'nulls', ...Object.fromEntries(names.map((name) => [name, null])) };
const inside = { id: 'inside', object: { field: null, inner: null }, list: [null], json: { field: null } };
const rows: Row[] = [nulls, { id: 'absent' }, inside, { id: 'values', object: { field: 1, inner: { field: 2 } } }];

describe.each(testDatabases)('on $name', ({ name: databaseName, create }) => {
  let database: TestDatabase;
  beforeEach(async () => {
    database = await create();
  });
  afterEach(() => database.remove());

  const ask = (sql: string) => database.use((query) => query(sql));
  async function load(written: readonly Row[]): Promise<void> {
    const destination = await openDestination(database.address);
    try {
      await destination.open({ id: 'w1', name: 'Acme' }, [info]);
      await destination.prepare([{ info, generation: 1, refreshing: false }]);
      await destination.write({ type: 'records', stream: info.name, rows: [...written] });
      await destination.commit({ states: [], complete: [], completeSnapshots: [], at: 0 });
    } finally {
      await destination.close();
    }
  }

  describe.each([
    ['as values', (row: Row) => row],
    ['as unparsed text', (row: Row) => unparsed(JSON.stringify(row), columns)],
  ])('of records %s', (_, form) => {
    beforeEach(() => load(rows.map(form)));

    test.each(names)('a null is NULL in a column of the kind %s', async (name) => {
      const found = await ask(
        `SELECT id FROM things WHERE "${name}" IS NULL AND id IN ('nulls', 'absent') ORDER BY id`,
      );
      expect(found).toEqual([{ id: 'absent' }, { id: 'nulls' }]);
      const counted = await ask(`SELECT count("${name}") AS n FROM things WHERE id IN ('nulls', 'absent')`);
      expect(counted).toEqual([{ n: 0 }]);
    });

    test('there is nothing in _extra', async () => {
      expect(await ask('SELECT count(_extra) AS n FROM things')).toEqual([{ n: 0 }]);
    });

    test('a null inside of an object is NULL by ->>, and a value by ->', async () => {
      const found = await ask(`SELECT id, (object->>'field') IS NULL AS text, (object->'field') IS NULL AS json,
        (object->'inner'->>'field') IS NULL AS deep FROM things ORDER BY id`);
      expect(found).toEqual([
        { id: 'absent', text: true, json: true, deep: true },
        { id: 'inside', text: true, json: false, deep: true },
        { id: 'nulls', text: true, json: true, deep: true },
        { id: 'values', text: false, json: false, deep: false },
      ]);
    });

    test.runIf(databaseName === 'DuckDB')(
      'json_extract gives a null as a value, json_extract_string does not',
      async () => {
        const [found] = await ask(`SELECT count(json_extract(object, '$.field')) AS json,
        count(json_extract_string(object, '$.field')) AS text FROM things`);
        expect(found).toEqual({ json: 2, text: 1 });
      },
    );
  });
});
