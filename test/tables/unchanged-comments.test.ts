/** Comments cost no statement where none has changed, and two a table where some have. */
import * as duckdb from '@duckdb/node-api';
import { expect, test } from 'vitest';
import { databaseOn } from '../../src/destinations/duckdb/connection.ts';
import { openDuckdb } from '../../src/destinations/duckdb/index.ts';
import { openFile } from '../../src/destinations/duckdb/instance.ts';
import { describeTable, descriptionOf, writtenComments } from '../../src/destinations/sql/comments.ts';
import { existingTables } from '../../src/destinations/sql/existing-tables.ts';
import { describeOwnTables } from '../../src/destinations/sql/own-tables.ts';
import { tableOf } from '../../src/destinations/sql/table.ts';
import { streams } from '../support/registry.ts';
import { duckdbDatabase } from '../support/test-database.ts';

test('comments that have not changed cost no statement, and those of a table that have, two', async () => {
  const place = await duckdbDatabase();
  const file = place.address.replace('duckdb:', '');
  const infos = streams.slice(0, 12);
  const loads = infos.map((info) => ({ info, generation: 1, refreshing: false }));
  const destination = await openDuckdb(file);
  await destination.open({ id: 'w1', name: 'Acme' }, infos);
  await destination.prepare(loads);
  await destination.commit({ states: [], complete: [], completeSnapshots: [], at: 0 });
  await destination.close();

  const { connection, close } = await openFile(duckdb, file);
  const opened = databaseOn(connection, file);
  const statements: string[] = [];
  const run: typeof opened.connection.run = async (sql) => statements.push(sql);
  const database = { ...opened, connection: { ...opened.connection, run } };
  const [tables, written] = [await existingTables(database), await writtenComments(database)];
  const describe = (change: object) =>
    Promise.all(
      loads.map((load) => {
        const existing = tables.get(load.info.name)!;
        const description = { ...descriptionOf(load.info, tableOf(load)), ...change };
        return describeTable(database, description, { existing, id: existing.id!, written });
      }),
    );
  await describe({});
  await describeOwnTables(database, { tables, written });
  expect(statements).toEqual([]);
  await describe({ comment: 'Something else.' });
  expect(statements).toHaveLength(2 * infos.length);
  close();
  await place.remove();
});
