/** Compares a file with the truth: every table whole, every column of every row, save for the exceptions that are told with the truth. */
import { isDeepStrictEqual } from 'node:util';
import { deletedAt, deletedReason } from '../../src/core/columns/columns.ts';
import type { Row } from '../../src/core/events.ts';
import type { Workspace } from '../../src/simulator/index.ts';
import type { Stream } from '../../src/streams/stream.ts';
import { atRest } from '../support/oracle/at-rest.ts';
import { shown } from '../support/oracle/index.ts';
import { firstDifference, isUnmentioned } from './differences.ts';
import { keyOf } from './keeper.ts';
import type { Tables } from './tables.ts';
import { expectedRows, isAbsent, isDenied, isVanished, stripOf, type View } from './truth.ts';
import { isOfUser } from './user-edits.ts';

export function tableDifferences(options: {
  view: View;
  workspace: Workspace;
  tables: Tables;
  registry: readonly Stream[];
  /** Streams that the last sync passed over whole: for them there is no exception. */
  wholly: ReadonlySet<string>;
}): string[] {
  const { view, tables, registry, wholly } = options;
  const workspace = atRest(options.workspace);
  return registry.flatMap((stream) => {
    const { name } = stream;
    if (isAbsent(name, view)) return [];
    const isWhole = wholly.has(name);
    const strip = stripOf(name, view, isWhole || stream.fullSnapshot);
    const expected = expectedRows(name, workspace, view);
    const rows = new Map([...tables.kept(name)].map(([key, { row }]) => [key, row!]));
    const wrong: string[] = [];
    if (rows.size !== tables.rows(name).length) wrong.push(`${name} has two rows of one key`);
    for (const row of expected) {
      const key = keyOf(stream, row);
      const held = rows.get(key);
      rows.delete(key);
      if (!isWhole && isVanished(name, row, view)) continue;
      if (!held && isDenied(name, row, view)) continue;
      if (!held) {
        wrong.push(`${name} ${key} is missing`);
        continue;
      }
      const difference = rowDifference({ stream, held, expected: row, strip });
      if (difference) wrong.push(`${name} ${key} differs: ${difference}`);
    }
    for (const [key, row] of rows)
      if (isWhole || !isUnmentioned(name, row, view, workspace))
        wrong.push(`${name} ${key} is kept, though it is gone`);
    const live = new Set(
      expected.filter((row) => isWhole || !isVanished(name, row, view)).map((row) => keyOf(stream, row)),
    );
    for (const { stream: of, key, reason } of tables.deleted)
      if (of === name && live.has(keyOf(stream, key)))
        wrong.push(`${name} ${keyOf(stream, key)} is in _deleted (${reason}), though it lives`);
    return wrong;
  });
}

/** The first value of a table's row that is not the truth's, column by column; none where all are. */
export function rowDifference(options: {
  stream: Stream;
  held: Row;
  /** As the API shows it. */
  expected: Row;
  strip: ((row: Row) => Row) | undefined;
}): string | undefined {
  const { stream, strip = (row) => row } = options;
  const inTable = JSON.stringify(ofStream(options.held));
  const asShown = JSON.stringify(shown(options.expected, stream.columns));
  if (inTable === asShown) return undefined;
  const held = strip(JSON.parse(inTable));
  const expected = strip(JSON.parse(asShown));
  return isDeepStrictEqual(held, expected) ? undefined : firstDifference(held, expected);
}

/** What the loader adds to each row, and what a user made of the table. */
const ofStream = (row: Row): Row =>
  Object.fromEntries(Object.entries(row).filter(([name]) => !own.includes(name) && !isOfUser(name)));

const own = ['_synced_at', '_generation', deletedAt, deletedReason];
