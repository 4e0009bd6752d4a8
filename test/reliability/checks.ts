/** What must hold at every record, at every checkpoint and after every sync that ended well. Each check tells what is wrong. */
import Ajv, { type ValidateFunction } from 'ajv';
import addFormats from 'ajv-formats';
import { deletedAt, jsonSchema } from '../../src/core/columns/columns.ts';
import type { Row, StreamState } from '../../src/core/events.ts';
import { add, contains, type Ranges } from '../../src/core/ranges.ts';
import type { Workspace } from '../../src/simulator/index.ts';
import { isFeed, type Stream } from '../../src/streams/stream.ts';
import { cursorValue, type Keeper, keyOf } from './keeper.ts';
import { hasLive, type Live, live, madeAt, setApart } from './live.ts';
import { withoutTickets } from './readable.ts';

const ajv = addFormats.default(new Ajv.default({ strict: true, allowUnionTypes: true, keywords: ['airbyte_type'] }));
const validators = new Map<string, ValidateFunction>();

/** A record fits its schema, and has a key and a cursor. */
export function invalidRow(stream: Stream, row: Row, { untimed }: { untimed: boolean }): string[] {
  let validate = validators.get(stream.name);
  if (!validate) {
    validate = ajv.compile(jsonSchema(stream.columns));
    validators.set(stream.name, validate);
  }
  const what = `${stream.name} ${keyOf(stream, row)}`;
  const wrong = validate(row)
    ? []
    : (validate.errors ?? []).map(({ instancePath, message }) => `${what}: ${instancePath} ${message}`);
  if (stream.primaryKey.some((column) => row[column] === null || row[column] === undefined))
    wrong.push(`${what} has no key`);
  // A list that does not say when something was deleted.
  const isUntimed = untimed && stream.name === 'deleted_conversations' && row.deleted_at == null;
  if (stream.cursor && !isUntimed && !Number.isFinite(cursorValue(row[stream.cursor])))
    wrong.push(`${what} has no cursor`);
  return wrong;
}

/** What a state says to be read, in the cursor's own values: from the start date on by which it was read. */
export function readRanges(stream: Stream, state: StreamState | undefined): Ranges {
  const { scan } = stream;
  if (!state) return [];
  const since = Number(state.since ?? 0);
  const upTo = (from: number, to: number): Ranges => (to > from ? [{ from, to }] : []);
  if (isFeed(scan)) {
    const position = state[scan.cursor];
    if (position === undefined) return [];
    // A feed of ids is read up to this one, a feed of times up to before this one.
    const from = stream.cursor === 'id' ? since * 1000 : since;
    return upTo(from, cursorValue(position) + (typeof position === 'string' ? 1 / 2048 : 0));
  }
  if (!scan.cursor) return [];
  const slices = (state.slices ?? []) as [number, number][];
  return slices.reduce<Ranges>(
    (set, [from, to]) => add(set, { from, to }),
    upTo(since, Number(state[scan.cursor.name] ?? 0)),
  );
}

/** A record that the state covers, by the time at which it changed, is not read again. Tombstones may be told twice. */
export function repeated(stream: Stream, row: Row, at: number, before: Ranges): string[] {
  if (row[deletedAt] != null || !contains(before, at)) return [];
  // Which of a feed's entries of one millisecond is the later one can't be told.
  if (stream.cursor === 'id' && Math.floor(before[0]!.to) === Math.floor(at)) return [];
  return [`${stream.name} ${keyOf(stream, row)} is read again, though the state it began with covers it`];
}

export interface Checkpointed {
  stream: Stream;
  state: StreamState;
  /** The state before it in the same sequence of reads, if any. */
  previous: StreamState | undefined;
  keeper: Pick<Keeper, 'kept'>;
  workspace: Workspace;
  /** Only rows of this refresh count. */
  refresh: number | undefined;
  vanished: ReadonlySet<string>;
  /** Conversations that were answered to be gone. */
  denied: ReadonlySet<string>;
  /** Whether no count holds what it gives, so that the next pass may give more. */
  fallsShort?: boolean;
}

/** All that a state covers is out, and nothing that a state before it covered is given up. */
export function falseCheckpoint({
  stream,
  state,
  previous,
  keeper,
  workspace: all,
  refresh,
  vanished,
  denied,
  fallsShort,
}: Checkpointed): string[] {
  const workspace = state.without_tickets === true ? withoutTickets(all) : all;
  const wrong: string[] = [];
  const covered = readRanges(stream, state);
  // A feed that is shown from an earlier date on is followed anew.
  const isAnew =
    (isFeed(stream.scan) && Number(state.since ?? 0) < Number(previous?.since ?? 0)) ||
    // What was hidden before has not changed: all is read again.
    (previous?.without_tickets === true && state.without_tickets !== true);
  for (const range of isAnew ? [] : readRanges(stream, previous))
    if (range.to > range.from && !covered.some(({ from, to }) => from <= range.from && to >= range.to))
      wrong.push(`${stream.name}: the state moved back from ${JSON.stringify(previous)} to ${JSON.stringify(state)}`);
  // What is read whole in every sync changes without its cursor: its state claims nothing.
  // One that knows the ids it met claims those alone: what else appears is read, whatever its time.
  if (!hasLive(stream.name) || stream.fullSnapshot || state.known_ids !== undefined || fallsShort) return wrong;
  const kept = keeper.kept(stream.name);
  const apart = setApart(stream.name, [...Object.keys(state.suspected ?? {}), ...denied], workspace);
  for (const [key, at] of live(stream.name, workspace, vanished)) {
    if (!contains(covered, at) || apart.has(key)) continue;
    const held = kept.get(key);
    const isOut = held?.row && held.at >= at && (refresh === undefined || held.refresh === refresh);
    if (!isOut)
      wrong.push(`${stream.name} ${key} of ${at} is covered by the state ${JSON.stringify(state)}, but not out`);
  }
  return [...wrong, ...missingDeletions({ stream, state, keeper, workspace, refresh })];
}

/** A deletion that the position in the feed covers was told. */
function missingDeletions({
  stream,
  state,
  keeper,
  workspace,
  refresh,
}: Pick<Checkpointed, 'stream' | 'state' | 'keeper' | 'workspace' | 'refresh'>): string[] {
  const position = state.deletions;
  if (position === undefined || isFeed(stream.scan) || stream.parent) return [];
  const gone =
    stream.scan.name === 'conversations'
      ? [...workspace.deletedConversations.values()]
          .filter((one) => one.deleted_at < Number(position))
          .map(({ id, deleted_at }) => ({ id, at: deleted_at }))
      : workspace.contactActivities
          .filter(({ id }) => cursorValue(id) <= cursorValue(position))
          .flatMap(({ id, event_type, contact_id, merge_source_id }) => {
            const at = Math.floor(cursorValue(id) / 1000);
            if (event_type === 'contact.deleted') return [{ id: contact_id, at }];
            return event_type === 'contact.merged' && merge_source_id ? [{ id: merge_source_id, at }] : [];
          });
  const kept = keeper.kept(stream.name);
  return gone.flatMap(({ id, at }) => {
    const held = kept.get(JSON.stringify([id]));
    // A row that says to be newer than its deletion is kept: one of the two times is false.
    const isHere = held?.row && held.at <= at && (refresh === undefined || held.refresh === refresh);
    return isHere ? [`${stream.name} ${id} is gone, which the position ${position} covers, but was not told`] : [];
  });
}

/** What a sync that ended well owes: what was there when it began, and still is, at its version of then or a later one. */
export function incompleteSync(options: {
  stream: Stream;
  keeper: Pick<Keeper, 'kept'>;
  workspace: Workspace;
  atBegin: Live;
  /** What changed at this time (unix seconds) or later may not have been shown in search when it began. */
  shownBefore: number;
  /** Whether search may pass by a record that changes so late, or meanwhile. */
  passesBy: boolean;
  /** From then on (unix seconds) a record may be left out without any number that tells it: the next sync reads it. */
  leftOutFrom: number;
  refresh: number | undefined;
  start: number;
  vanished: ReadonlySet<string>;
  denied: ReadonlySet<string>;
  /** The state that it ended with. */
  state: StreamState | undefined;
}): string[] {
  const { stream, keeper, workspace, atBegin, shownBefore, passesBy, leftOutFrom } = options;
  const { refresh, start, vanished, denied, state } = options;
  const apart = setApart(stream.name, [...Object.keys(state?.suspected ?? {}), ...denied], workspace);
  const now = live(stream.name, workspace, vanished);
  const made = madeAt(stream.name, workspace);
  const kept = keeper.kept(stream.name);
  const wrong: string[] = [];
  for (const [key, at] of atBegin) {
    const latest = now.get(key);
    const seconds = stream.cursor === 'id' ? at / 1000 : at;
    if (latest === undefined || apart.has(key) || seconds < start || (passesBy && latest !== at)) continue;
    if (seconds >= leftOutFrom) continue;
    // A version that is not shown yet is not owed, but one that was shown before it is.
    const isShown = seconds < shownBefore;
    if (!isShown && (passesBy || start > 0 || (made.get(key) ?? Number.POSITIVE_INFINITY) >= shownBefore)) continue;
    const held = kept.get(key);
    const isOut = held?.row && (held.at >= at || !isShown) && (refresh === undefined || held.refresh === refresh);
    if (isOut) continue;
    const what = held ? (held.row ? `but a version of ${held.at}` : `but its deletion of ${held.at}`) : '';
    wrong.push(`${stream.name} ${key} of ${at} was there when the sync began, which ended well without it ${what}`);
  }
  return wrong;
}
