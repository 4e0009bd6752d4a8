/** What is stored and not listed, or listed and not stored, is asked for by its id: then it is a difference, or has moved since. */
import { ConnectorError } from '../core/errors.ts';
import type { Entity } from '../intercom/readers/reader.ts';
import type { Stream } from '../streams/stream.ts';
import type { Comparison } from './compare.ts';
import { asText, drawn, literal, rowsWith, type Stored } from './stored.ts';
import type { Finding, Unit, VerifyContext } from './unit.ts';

export interface Settling {
  unit: Unit & { top: Stream };
  context: VerifyContext;
  finding: Finding;
  ids: ReadonlySet<string>;
  /** Records that are known to be there. */
  controls: readonly string[];
  find(ids: readonly string[]): Promise<Entity[]>;
}

/** Of ids that a window did not list: moved to a later time, stored with another time, or gone. */
export async function settleExtra(settling: Settling & { comparison: Comparison }): Promise<{ listed: Set<string> }> {
  const { unit, finding, comparison, ids, find } = settling;
  const { top, horizon } = unit;
  if (ids.size === 0) return { listed: new Set() };
  const found = await find([...ids]);
  const ofStream = found.filter((entity) => top.only?.matches(entity) ?? true);
  await comparison.compare(ofStream, { withDetails: true });
  for (const entity of found) {
    if (ofStream.includes(entity)) continue;
    if ((unit.scan.cursor?.of(entity) ?? 0) >= horizon) finding.moved.add(String(entity.id));
    else await addExtra(settling, String(entity.id));
  }
  const listed = new Set(found.map(({ id }) => String(id)));
  const absent = [...ids].filter((id) => !listed.has(id));
  const gone = await goneAmong(settling, absent);
  const { at: dated, isWhole } = await deletionsOf(settling, gone);
  const known = new Set(await storedDeletions(top, settling.context.stored));
  for (const id of gone) {
    const at = dated.get(id);
    if ((at !== undefined && at < horizon) || known.has(id)) await addExtra(settling, id, 'deleted');
    else if (at !== undefined) finding.moved.add(id);
    else if (isWhole || !(await stores(settling, top, id))) await addExtra(settling, id);
    else finding.vanished.add(id);
  }
  return { listed: new Set(ofStream.map(({ id }) => String(id))) };
}

/** Tells a record that is stored and should not be, or the rows inside it where only those are. */
async function addExtra({ unit, context, finding }: Settling, id: string, kind: 'extra' | 'deleted' = 'extra') {
  const { top, streams } = unit;
  if (await stores({ context }, top, id)) {
    finding.differences.push({ stream: top.name, kind, key: [id] });
    return;
  }
  for (const child of streams) {
    const { parent } = child;
    if (!parent) continue;
    const select = child.primaryKey.map(asText).join(', ');
    for (const key of await rowsWith(context.stored, {
      table: child.name,
      select,
      column: parent.column,
      values: [id],
    }))
      finding.differences.push({ stream: child.name, kind, key, parent: id });
  }
}

/** Whether a table holds a record, or rows inside it. */
async function stores({ context }: Pick<Settling, 'context'>, stream: Stream, id: string): Promise<boolean> {
  const column = stream.parent?.column ?? stream.primaryKey[0]!;
  const rows = await rowsWith(context.stored, { table: stream.name, select: asText(column), column, values: [id] });
  return rows.length > 0;
}

/** Of ids that are listed and not stored, those that are there all the same, and did not change since. */
export async function settleMissing({ unit, context, finding, ids, controls, find }: Settling): Promise<void> {
  const { top, horizon } = unit;
  if (ids.size === 0) return;
  const found = (await find([...ids])).filter((entity) => top.only?.matches(entity) ?? true);
  const settled = found.filter((entity) => (unit.scan.cursor?.of(entity) ?? 0) < horizon);
  for (const { id } of found) if (!settled.some((one) => one.id === id)) finding.moved.add(String(id));
  const wanted = settled.filter((entity) => (unit.scan.cursor?.of(entity) ?? 0) >= unit.since);
  const asked = wanted.map(({ id }) => String(id));
  // The search may show for a while what is gone.
  const gone = new Set(await goneAmong({ unit, context, controls }, asked));
  const column = top.primaryKey[0]!;
  const held = await rowsWith(context.stored, { table: top.name, select: asText(column), column, values: asked });
  const stored = new Set(held.map(([id]) => id));
  for (const id of asked)
    if (!gone.has(id) && !stored.has(id)) finding.differences.push({ stream: top.name, kind: 'missing', key: [id] });
}

async function goneAmong(
  { unit: { top }, context, controls }: Pick<Settling, 'unit' | 'context' | 'controls'>,
  ids: readonly string[],
): Promise<string[]> {
  const all: string[] = [];
  for await (const { gone } of context.check.responses(top.name, ids, controls)) all.push(...gone);
  return all;
}

/**
 * When these were deleted, unix seconds, as far as Intercom tells. `isWhole`: it tells of all that are gone, but for those that vanish without a
 * word, so that what it does not name was never there.
 */
async function deletionsOf(
  { unit, context, finding }: Settling,
  ids: readonly string[],
): Promise<{ at: Map<string, number>; isWhole: boolean }> {
  const { deletions } = unit.scan;
  const at = new Map<string, number>();
  if (ids.length === 0 || !deletions || !context.appliesDeletions) return { at, isWhole: false };
  const wanted = new Set(ids);
  try {
    for await (const entries of deletions.feed.follow(context.read, undefined)) {
      for (const entry of entries) {
        const deletion = deletions.of(entry);
        if (deletion && wanted.has(deletion.id)) at.set(deletion.id, deletion.at);
      }
    }
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code === 'stopped') throw error;
    finding.notes.add(`When records were deleted is not told: ${error.message}`);
    return { at, isWhole: false };
  }
  return { at, isWhole: !unit.top.vanishing };
}

/** What is stored, and known to be deleted as well. */
export async function storedDeletions({ name: table, primaryKey }: Stream, stored: Stored): Promise<string[]> {
  if (!stored.columns.has('_deleted')) return [];
  const keys = await stored.ask(`SELECT CAST(key AS VARCHAR) FROM _deleted WHERE stream = ${literal(table)}`);
  const values = keys.map(([key]) => idOfKey(key)).filter((id) => id !== undefined);
  const column = primaryKey[0]!;
  return (await rowsWith(stored, { table, select: asText(column), column, values })).map(([id]) => String(id));
}

/** Ids drawn from what is known to be deleted that are there all the same, and those that are stored as well. */
export async function drawnDeletions(
  top: Stream,
  { stored, check, sample }: VerifyContext,
  controls: readonly string[],
): Promise<string[]> {
  if (!stored.columns.has('_deleted')) return [];
  const count = sample.count === 'all' ? Number.MAX_SAFE_INTEGER : sample.count;
  const from = `_deleted WHERE stream = ${literal(top.name)}`;
  const keys = await drawn(stored, { from, column: 'key', seed: sample.seed, count });
  const ids = keys.map(idOfKey).filter((id) => id !== undefined);
  const back: string[] = [];
  for await (const { there } of check.responses(top.name, ids, controls)) back.push(...there);
  return back;
}

function idOfKey(key: string | null | undefined): string | undefined {
  const [id] = Object.values(JSON.parse(key ?? '{}'));
  return id === undefined || id === null ? undefined : String(id);
}
