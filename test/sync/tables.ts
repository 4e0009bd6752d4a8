/** The tables of a database against the workspace. */
import { expect } from 'vitest';
import type { Row } from '../../src/core/events.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { atRest } from '../support/oracle/at-rest.ts';
import { expectedTable, oracleOf, sorted } from '../support/oracle/index.ts';
import { streams } from '../support/registry.ts';
import type { TestDatabase } from '../support/test-database.ts';

/** What a sync loads of which no streams are named: all but the costly ones. */
const usual = streams.filter(({ cost }) => cost === undefined).map(({ name }) => name);

/**
 * The tables of a usual sync, of all streams or of those named, against the workspace, row by row and value by value. `afterChanges`: without what
 * Intercom changes of a record without touching it, which no incremental read can see.
 */
export async function expectTablesToEqualTruth(
  place: Pick<TestDatabase, 'use'>,
  { workspace }: Simulator,
  names: readonly string[] | 'all' = usual,
  { afterChanges = false } = {},
) {
  const simulator = { workspace: atRest(workspace) };
  const compared = streams.filter(({ name }) => names === 'all' || names.includes(name));
  for (const [stream, stored] of await rowsOf(place, compared)) {
    const rows = stored.map(({ _synced_at, _generation, ...row }) => row);
    const strip = (afterChanges && oracleOf(stream.name).untouched?.strip) || ((row: Row) => row);
    expect(comparable(stream, sorted(stream, rows)).map(strip), stream.name).toEqual(
      comparable(stream, expectedTable(simulator, stream)).map(strip),
    );
  }
}

/** Of all by one connection: to open a file takes longer than to read a table. */
const rowsOf = ({ use }: Pick<TestDatabase, 'use'>, of: readonly Stream[]): Promise<Map<Stream, Row[]>> =>
  use(async (query) => {
    const rows = new Map<Stream, Row[]>();
    for (const stream of of) rows.set(stream, await query(`SELECT * FROM "${stream.name}"`));
    return rows;
  });

/** A conversation shows its company as it was when the conversation last changed: the company's later changes don't touch it. */
const comparable = ({ name }: Stream, rows: Row[]): Row[] =>
  name === 'conversations' ? rows.map(({ company, ...row }) => row) : rows;
