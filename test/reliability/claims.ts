/** What must hold in a file after every sync, however it ended: what its states say to be read is in its tables, by value. */
import { contains } from '../../src/core/ranges.ts';
import type { Workspace } from '../../src/simulator/index.ts';
import { isFeed, type Stream } from '../../src/streams/stream.ts';
import { atRest } from '../support/oracle/at-rest.ts';
import { streams as registry } from '../support/registry.ts';
import { falseCheckpoint, incompleteSync, readRanges } from './checks.ts';
import { leftOutFrom, mayFallShort, mayPassBy } from './examiner.ts';
import { cursorValue, keyOf } from './keeper.ts';
import { hasLive, type Live } from './live.ts';
import { readable } from './readable.ts';
import { deniedTwice, type Surroundings } from './stage.ts';
import { rowDifference } from './table-differences.ts';
import type { StoredState, Tables } from './tables.ts';
import { expectedRows, isVanished, stripOf, type View } from './truth.ts';

/** What every sync passes over whole has no place to go on from, and its state claims what it read in the end. */
export const isPassedOver = ({ fullSnapshot: whole, scan }: Stream): boolean =>
  whole || (!isFeed(scan) && scan.count === undefined);

export function falseClaims({
  workspace: given,
  view,
  tables,
  before,
  edited = new Set(),
  fallsShort = () => false,
}: {
  workspace: Workspace;
  view: View;
  tables: Tables;
  /** What the file held before the sync. */
  before: Tables;
  /** Streams whose table the user has changed since it was last prepared. */
  edited?: ReadonlySet<string>;
  /** Streams of which no count holds what they give. */
  fallsShort?(stream: string): boolean;
}): string[] {
  const { vanished = new Set(), denied = new Set() } = view;
  const workspace = atRest(given);
  return [
    ...registry.flatMap((stream) => {
      const held = tables.states.get(stream.name);
      if (!held?.state || edited.has(stream.name)) return [];
      // Until it says something itself, a refresh leaves the state of before, which tells of all rows.
      const isOfRefresh = held.refreshing && !isPassedOver(stream) && held.state.sync_id === held.generation;
      const refresh = isOfRefresh ? held.generation : undefined;
      const previous = comparable(before.states.get(stream.name), held);
      return [
        ...falseCheckpoint({
          stream,
          state: held.state,
          previous,
          keeper: tables,
          workspace,
          refresh,
          vanished,
          denied,
          fallsShort: fallsShort(stream.name),
        }),
        ...falseValues(stream, { held, tables, workspace, view }),
      ];
    }),
    ...twins(tables),
    ...contradictions(tables),
  ];
}

/** A state before this one that must not be fallen behind: one of the same refresh. */
const comparable = (earlier: StoredState | undefined, held: StoredState) =>
  earlier?.generation === held.generation && earlier.refreshing === held.refreshing ? earlier.state : undefined;

/** Rows that a state says to be read, at the version that the workspace has, but not at its values. */
function falseValues(
  stream: Stream,
  given: { held: StoredState; tables: Tables; workspace: Workspace; view: View },
): string[] {
  if (!hasLive(stream.name) || stream.fullSnapshot || !stream.cursor) return [];
  const { cursor } = stream;
  const { held: stored, tables, workspace, view } = given;
  const covered = readRanges(stream, stored.state);
  const kept = tables.kept(stream.name);
  return expectedRows(stream.name, workspace, { ...view, start: 0 }).flatMap((row) => {
    const key = keyOf(stream, row);
    const held = kept.get(key);
    const at = cursorValue(row[cursor]);
    // Who comes back has his old time, and what was deleted meanwhile he has no more.
    if (isVanished(stream.name, row, view)) return [];
    if (!held?.row || held.at !== at || !contains(covered, at)) return [];
    const difference = rowDifference({
      stream,
      held: held.row,
      expected: row,
      strip: stripOf(stream.name, view, false),
    });
    return difference ? [`${stream.name} ${key} is covered by the state, but ${difference}`] : [];
  });
}

/** No table has two rows of one key. */
const twins = (tables: Tables): string[] =>
  registry
    .filter(({ name }) => tables.kept(name).size !== tables.rows(name).length)
    .map(({ name }) => `${name} has two rows of one key`);

/** Rows that are in their table and told to be deleted. */
const contradictions = (tables: Tables): string[] =>
  registry.flatMap((stream) => {
    const kept = tables.kept(stream.name);
    return tables.deleted
      .filter((one) => one.stream === stream.name && kept.has(keyOf(stream, one.key)))
      .map((one) => `${stream.name} ${keyOf(stream, one.key)} is in its table and in _deleted (${one.reason})`);
  });

/** What a sync owes of the streams that it ended well. */
export function incompleteTables(options: {
  stage: Surroundings;
  tables: Tables;
  complete: ReadonlySet<string>;
  atBegin: ReadonlyMap<Stream, Live>;
  /** Unix milliseconds. */
  beganAt: number;
}): string[] {
  const { stage, tables, complete, atBegin, beganAt } = options;
  const { scenario, times } = stage;
  const lag = scenario.simulator.indexingLagSeconds ?? 0;
  const shownBefore = lag === 0 ? Number.POSITIVE_INFINITY : Math.floor(beganAt / 1000) - lag;
  return [...atBegin].flatMap(([stream, begun]) =>
    !complete.has(stream.name) || stream.fullSnapshot || mayFallShort(scenario, stream.name)
      ? []
      : incompleteSync({
          stream,
          keeper: tables,
          workspace: readable(stage),
          atBegin: begun,
          shownBefore,
          passesBy: mayPassBy(scenario),
          leftOutFrom: leftOutFrom(stage, beganAt / 1000),
          refresh: undefined,
          start: times.start,
          vanished: stage.vanished,
          denied: deniedTwice(stage.denied),
          state: tables.states.get(stream.name)?.state,
        }),
  );
}
