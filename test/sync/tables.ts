/** The tables of a database against the workspace. */
import { expect } from 'vitest';
import type { Row } from '../../src/core/events.ts';
import type { Simulator } from '../../src/simulator/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import type { Place } from '../destinations/conformance/bench.ts';
import { expectedTable, oracleOf, sorted } from '../support/oracle/index.ts';
import { streams } from '../support/registry.ts';

/** What a sync loads of which no streams are named: all but the costly ones. */
const usual = streams.filter(({ cost }) => cost === undefined).map(({ name }) => name);

/**
 * The tables of a usual sync, of all streams or of those named, against the workspace, row by row and value by value. `afterChanges`: without what
 * Intercom changes of a record without touching it, which no incremental read can see.
 */
export async function expectTablesToEqualTruth(
  place: Pick<Place, 'rows'>,
  simulator: Simulator,
  names: readonly string[] | 'all' = usual,
  { afterChanges = false } = {},
) {
  for (const stream of streams.filter(({ name }) => names === 'all' || names.includes(name))) {
    const rows = (await place.rows(stream.name)).map(({ _synced_at, _generation, ...row }) => row);
    const strip = (afterChanges && oracleOf(stream.name).untouched?.strip) || ((row: Row) => row);
    expect(comparable(stream, sorted(stream, rows)).map(strip), stream.name).toEqual(
      comparable(stream, expectedTable(simulator, stream)).map(strip),
    );
  }
}

/** A conversation shows its company as it was when the conversation last changed: the company's later changes don't touch it. */
const comparable = ({ name }: Stream, rows: Row[]): Row[] =>
  name === 'conversations' ? rows.map(({ company, ...row }) => row) : rows;
