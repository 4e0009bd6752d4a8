/** Columns that name another record are references: text in tables, and NULL where there is none, so that tables join without a cast. */
import { expect, test } from 'vitest';
import { streams } from '../../src/streams/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { streamsOfThen } from '../support/streams-of-then.ts';

/** Ids that name no record of Intercom's, and why. */
const noReferences: Record<string, string> = {
  external_id: 'the id that your own application gave',
  user_external_id: 'the id that your own application gave',
  company_external_id: 'the id that your own application gave',
  'data_events.user_id': 'the id that your own application gave',
  'whatsapp_message_statuses.whatsapp_message_id': "WhatsApp's own",
};

/** A record's own id, those that its key is made of, and its parent's are never NULL. */
const isKey = ({ primaryKey, parent }: Stream, column: string): boolean =>
  column === 'id' || primaryKey.includes(column) || parent?.column === column;

const idColumns = streams
  .filter(({ name }) => !streamsOfThen.includes(name))
  .flatMap((stream) => Object.entries(stream.columns).map(([column, { kind }]) => ({ stream, column, kind })))
  .filter(({ column }) => column.endsWith('_id'));

const isExcepted = ({ stream, column }: (typeof idColumns)[number]): boolean =>
  column in noReferences || `${stream.name}.${column}` in noReferences;

test('every column that is called an id is a reference or a key, but for those listed', () => {
  expect(idColumns.length).toBeGreaterThan(80);
  const others = idColumns.filter((one) => !isKey(one.stream, one.column) && !isExcepted(one));
  const wrong = others.filter(({ kind }) => !kind.endsWith('_reference'));
  expect(wrong.map(({ stream, column, kind }) => `${stream.name}.${column}: ${kind}`)).toEqual([]);
  expect(others.length).toBeGreaterThan(40);
});

test('no key is a reference, of whatever stream', () => {
  const keys = streams.flatMap((stream) => stream.primaryKey.map((column) => ({ stream, column })));
  expect(
    keys
      .filter(({ stream, column }) => stream.columns[column]?.kind.endsWith('_reference'))
      .map(({ column }) => column),
  ).toEqual([]);
});

test('each exception is needed', () => {
  const used = idColumns.filter(isExcepted).flatMap(({ stream, column }) => [column, `${stream.name}.${column}`]);
  expect(Object.keys(noReferences).filter((name) => !used.includes(name))).toEqual([]);
});
