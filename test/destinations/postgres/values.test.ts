/** Values that PostgreSQL's types have no room for, or its COPY another meaning; and names that are too long. */
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { json, number, text } from '../../../src/core/columns/columns.ts';
import { asConnectorError, explain } from '../../../src/core/errors.ts';
import type { Row } from '../../../src/core/events.ts';
import type { Destination } from '../../../src/destinations/destination.ts';
import { parseJsonExactly } from '../../../src/json/exactly.ts';
import { layoutOf } from '../../../src/json/layout.ts';
import { recordAt } from '../../../src/json/record.ts';
import { hasPostgres } from '../../support/postgres-server.ts';
import { acme, contacts, infosOf, loads, nothing, records } from '../fixtures.ts';
import { type PostgresPlace, postgresPlace } from './place.ts';

const layout = layoutOf(contacts.columns);

/** A record as it comes from Intercom: text that is not parsed, but where its names are written in an odd way. */
function asText(record: string): Row {
  return recordAt(layout, Buffer.from(record), 0)?.record ?? (parseJsonExactly(record) as Row);
}

const backslash = '\\';
const nested = (depth: number) => `${'{"a":['.repeat(depth / 2)}1${']}'.repeat(depth / 2)}`;

describe.runIf(hasPostgres)('PostgreSQL holds', () => {
  let place: PostgresPlace;
  let destination: Destination;
  beforeEach(async () => {
    place = await postgresPlace();
    destination = await place.open();
    await destination.open(acme, infosOf(loads()));
    await destination.prepare(loads());
  });
  afterEach(async () => {
    await destination.close();
    await place.remove();
  });

  async function load(rows: Row[]): Promise<void> {
    await destination.write(records(contacts, rows));
    await destination.commit(nothing);
  }
  /** What the database has of a column, as its own text. */
  const stored = async (column: string) =>
    (await place.query(`SELECT ${column}::text AS held FROM contacts ORDER BY id`)).map(({ held }) => held);

  test('text with all that COPY has a meaning for', async () => {
    const names = ['a\tb\nc\rd\\e', '\\N', '\\.', '', ' ', '\\', 'x\\', '\n', 'it\'s "quoted"', '\u{1f600}', '\u2028'];
    await load(names.map((name, i) => ({ id: String.fromCharCode(97 + i), name })));
    expect((await place.rows('contacts')).map(({ name }) => name)).toEqual(names);
  });

  test('U+FFFD for NUL and for half of a surrogate pair', async () => {
    await load([
      { id: 'a', name: 'a\0b\0\0', anything: { 'k\0': 'v\0' }, tags: ['\0'] },
      { id: 'b', name: 'a\ud800b', anything: { '\udfff': ['\ud800x'] } },
      { id: 'c\0', name: 'key' },
    ]);
    expect(await place.rows('contacts')).toMatchObject([
      { id: 'a', name: 'a\ufffdb\ufffd\ufffd', anything: { 'k\ufffd': 'v\ufffd' }, tags: ['\ufffd'] },
      { id: 'b', name: 'a\ufffdb', anything: { '\ufffd': ['\ufffdx'] } },
      { id: 'c\ufffd', name: 'key' },
    ]);
  });

  test.each([0, 1, 2, 3, 4, 5])('JSON with u0000 after %d backslashes', async (count) => {
    const inside = `${backslash.repeat(count)}u0000`;
    const twice = `"${inside}${inside}x${inside}"`;
    // After an even number the last is no escape, so that it is plain text.
    const means =
      count % 2 === 1 ? `${backslash.repeat((count - 1) / 2)}\ufffd` : `${backslash.repeat(count / 2)}u0000`;
    const wanted = `${means}${means}x${means}`;
    await load([
      asText(
        `{"id":"a","anything":${twice},"location":{"city":${twice},${twice}:1},"unknown":${twice},"name":${twice}}`,
      ),
    ]);
    expect(await place.rows('contacts')).toMatchObject([
      { id: 'a', anything: wanted, location: { city: wanted, [wanted]: 1 }, _extra: { unknown: wanted }, name: wanted },
    ]);
  });

  test('JSON as it was written: with spaces, tabs and new lines between its values, and escapes in them', async () => {
    await load([
      asText(
        '{\n\t"id": "a",\r\n\t"anything": {\n\t\t"x":\t[1,\r\n 2], "y": "\\n\\t\\"\\/\\\\n\\u00e9\\ud83d\\ude00" }\n}',
      ),
      asText('{"id":"b","anything":{\n"x":1\n}}'),
    ]);
    expect(await place.rows('contacts')).toMatchObject([
      { id: 'a', anything: { x: [1, 2], y: '\n\t"/\\n\u00e9\u{1f600}' } },
      { id: 'b', anything: { x: 1 } },
    ]);
  });

  test('JSON with a million backslashes in no more time than other text', async () => {
    const many = backslash.repeat(1_000_000);
    await load([asText(`{"id":"a","anything":{"x":"${many}","y":"\\u0000"}}`)]);
    expect(await place.query(`SELECT length(anything->>'x') AS length FROM contacts`)).toEqual([{ length: 500_000 }]);
  });

  test('numbers of JSON, as far as JavaScript holds them', async () => {
    const numbers = ['1e99', '-1.5E+308', '5e-324', '12345678901234567890', '0.1e4', '-0', '1e400', '1e-99999'];
    const many = [`1${'0'.repeat(140_000)}`, `0.${'1'.repeat(20_000)}`];
    await load(
      [...numbers, ...many].map((one, i) =>
        asText(`{"id":"${i}","anything":{"n":${one},"s":"1e99999"},"tags":[${one}]}`),
      ),
    );
    const rows = await place.query(`SELECT anything->>'n' AS n, anything->>'s' AS s FROM contacts ORDER BY id`);
    expect(rows.map(({ n }) => (n === null ? null : Number(n)))).toEqual([
      1e99,
      -1.5e308,
      5e-324,
      Number(numbers[3]),
      1000,
      0,
      null,
      0,
      Number(many[0]),
      0.1111111111111111,
    ]);
    // To the last digit.
    expect(rows[3]).toMatchObject({ n: '12345678901234567890' });
    expect(rows[8]).toMatchObject({ n: many[0] });
    expect(new Set(rows.map(({ s }) => s))).toEqual(new Set(['1e99999']));
  });

  test('numbers of its columns of numbers: those beyond the doubles by their names, and a zero with its sign', async () => {
    await load([
      asText('{"id":"a","score":1e400}'),
      asText('{"id":"b","score":-0}'),
      asText('{"id":"c","score":1e-99999}'),
      { id: 'd', score: -0 },
      { id: 'e', score: Number.NaN },
      asText('{"id":"f","score":1.7976931348623157e308}'),
      asText('{"id":"g","score":5e-324}'),
    ]);
    expect(await stored('score')).toEqual(['Infinity', '-0', '0', '-0', 'NaN', '1.7976931348623157e+308', '5e-324']);
  });

  test('times of every year that there is, and to the microsecond those of our centuries', async () => {
    const times = [
      '0001-01-01T00:00:00',
      '1969-12-31T23:59:59.999999',
      '2026-02-28T23:59:59.000001',
      '2026-11-27T23:59:59.1',
      '9999-12-31T23:59:59',
    ];
    const ids = times.map((_, i) => String(i));
    await load(times.map((seen, i) => ({ id: ids[i]!, seen: `${seen}Z` })));
    const select = "SELECT to_json(seen AT TIME ZONE 'UTC')#>>'{}' AS seen FROM contacts ORDER BY id";
    expect(await place.query(select)).toEqual(times.map((seen) => ({ seen })));
    await load([{ id: '9', seen: '9999-12-31T23:59:59.999999Z' }]);
    expect((await place.query(select)).at(-1)).toEqual({ seen: '10000-01-01T00:00:00' });
  });

  test('JSON that is nested 5,000 deep, and deeper as a string of its text', async () => {
    await load([
      asText(`{"id":"a","anything":${nested(5_000)}}`),
      asText(`{"id":"b","anything":${nested(5_002)}}`),
      asText(`{"id":"c","anything":${nested(20_000)},"unknown":${nested(20_000)}}`),
      asText(`{"id":"d","anything":"${'['.repeat(20_000)}"}`),
    ]);
    const rows = await place.query(
      `SELECT jsonb_typeof(anything) AS type, replace(CASE jsonb_typeof(anything) WHEN 'string' THEN anything#>>'{}' ELSE anything::text END, ' ', '') AS held FROM contacts ORDER BY id`,
    );
    expect(rows).toEqual([
      { type: 'object', held: nested(5_000) },
      { type: 'string', held: nested(5_002) },
      { type: 'string', held: nested(20_000) },
      { type: 'string', held: '['.repeat(20_000) },
    ]);
    expect(await place.query(`SELECT _extra#>>'{}' AS extra FROM contacts WHERE id = 'c'`)).toEqual([
      { extra: `{"unknown":${nested(20_000)}}` },
    ]);
  });

  test('two streams, and two columns, whose names are the same for as long as a name may be', async () => {
    await destination.close();
    const start = `${'å'.repeat(30)}_${'n'.repeat(20)}`;
    const names = ['one', 'two', '\u{1f600}'].map((end) => `custom_object_${start}_${end}`);
    const columns = { id: text, [`${start}_first`]: text, [`${start}_second`]: number, [`${start}_third`]: json };
    const targets = loads(
      {},
      names.map((name) => ({ ...contacts, name, columns, cursor: undefined, fullSnapshot: true })),
    );
    for (const round of [1, 2]) {
      destination = await place.open();
      const known = await destination.open(acme, infosOf(targets));
      expect([...known.values()].filter(({ readAgain }) => readAgain)).toEqual([]);
      await destination.prepare(targets);
      for (const { info } of targets)
        await destination.write(
          records(info, [
            { id: info.name, [`${start}_first`]: 'f', [`${start}_second`]: round, [`${start}_third`]: [round] },
          ]),
        );
      await destination.commit({ ...nothing, states: names.map((stream) => ({ stream, state: { round } })) });
      await destination.close();
    }
    const tables = await place.query(
      "SELECT relname AS name FROM pg_class WHERE relnamespace = current_schema()::regnamespace AND relkind = 'r' AND relname LIKE 'custom%'",
    );
    expect(tables).toHaveLength(3);
    const held = await Promise.all(tables.map(({ name }) => place.rows(String(name))));
    expect(held.flatMap((rows) => rows.map(({ id }) => id)).sort()).toEqual([...names].sort());
    for (const [row] of held) {
      const values = Object.entries(row!).filter(([name]) => name.startsWith('å'));
      expect(values.map(([, value]) => value)).toEqual(['f', 2, [2]]);
    }
  });
});

/** Takes ten seconds and 2 GB. */
describe.runIf(hasPostgres && process.env.LARGE_VALUES)('PostgreSQL, of a text of 300 MB', () => {
  let place: PostgresPlace;
  let destination: Destination;
  const large = 'x'.repeat(300 * 1024 * 1024);
  beforeEach(async () => {
    place = await postgresPlace();
    destination = await place.open();
    await destination.open(acme, infosOf(loads()));
    await destination.prepare(loads());
    await destination.write(records(contacts, [{ id: 'a' }]));
    await destination.commit({ ...nothing, states: [{ stream: 'contacts', state: { n: 1 } }] });
  });
  afterEach(async () => {
    await destination.close();
    await place.remove();
  });
  async function load(row: Row) {
    await destination.write(records(contacts, [row]));
    await destination.commit({ ...nothing, states: [{ stream: 'contacts', state: { n: 2 } }] });
  }

  test('takes it in a column of text', async () => {
    await load({ id: 'b', name: large });
    expect(await place.query("SELECT length(name) AS length FROM contacts WHERE id = 'b'")).toEqual([
      { length: large.length },
    ]);
  });

  test.each([
    ['anything', { anything: { deep: [large] } }],
    ['_extra', { unknown: large }],
  ])('refuses it within JSON, names the column %s, and keeps the state', async (column, row) => {
    const said = await load({ id: 'b', ...row }).catch((error) => explain(asConnectorError(error)));
    expect(said).toMatch(
      new RegExp(
        `^A value of the column "${column}" is larger than PostgreSQL can hold in the table contacts in .*\\. Leave its column out with --exclude`,
      ),
    );
    expect(said!.length).toBeLessThan(500);
    await destination.close();
    destination = await place.open();
    const stored = await destination.open(acme, infosOf(loads()));
    expect(stored.get('contacts')?.state).toEqual({ n: 1 });
    expect(await place.query('SELECT id FROM contacts')).toEqual([{ id: 'a' }]);
  });
});
