/**
 * Mends what a verification has found: the records that differ are fetched and stored, in one commit, through the destination that syncs
 * load, and by its rules. No state is written, so that no position moves.
 */
import type { Connection } from '../connection.ts';
import { deletedAt, deletedReason } from '../core/columns/columns.ts';
import type { RecordsEvent, Row } from '../core/events.ts';
import { always } from '../core/ranges.ts';
import type { Destination } from '../destinations/destination.ts';
import type { Entity, ReadContext } from '../intercom/readers/reader.ts';
import type { Stream } from '../streams/stream.ts';
import { createDeletionCheck } from '../sync/deletion-check.ts';
import { type Difference, recordOf } from './difference.ts';
import { findByIds } from './find-by-ids.ts';
import { convertersOf, readContextOf, type Unit } from './unit.ts';

export interface RepairOptions {
  connection: Connection;
  /** Not yet opened. It is closed at the end, however that comes. */
  destination: Destination;
  /** What was verified together. */
  units: readonly Unit[];
  differences: readonly Difference[];
}

/** Gives how many records were stored anew or taken away. Rejects where nothing is changed. */
export async function repair({ connection, destination, units, differences }: RepairOptions): Promise<number> {
  const { session, registry, excluded = [] } = connection;
  const damaged = units
    .map((unit) => ({ unit, found: differences.filter((one) => isMendable(one) && isOf(unit, one)) }))
    .filter(({ found }) => found.length > 0);
  const streams = [...new Set(damaged.flatMap(({ unit }) => unit.streams))];
  try {
    if (damaged.length === 0) return 0;
    const masked = { registry, excluded };
    const stored = await destination.open(session.workspace, streams, { now: session.startedAt, masked });
    await destination.prepare(
      streams.map((info) => {
        const { generation = 0, refreshing = false } = stored.get(info.name) ?? {};
        return { info, generation, refreshing };
      }),
    );
    let records = 0;
    for (const { unit, found } of damaged) records += await mendUnit(unit, found, { connection, destination });
    await destination.commit({ states: [], complete: [], completeSnapshots: [], at: session.startedAt });
    return records;
  } finally {
    await destination.close();
  }
}

const isMendable = ({ kind }: Difference): boolean => kind !== 'position';

const isOf = ({ streams }: Unit, { stream }: Difference): boolean => streams.some(({ name }) => name === stream);

interface Mending {
  connection: Connection;
  destination: Destination;
}

async function mendUnit(unit: Unit, found: readonly Difference[], { connection, destination }: Mending) {
  const read = readContextOf(connection, unit, () => {});
  const flat = found.filter(({ stream }) => isFlat(unit, stream));
  const ids = new Set(found.filter((one) => !flat.includes(one)).map(recordOf));
  const entities = unit.scan.count ? await findByIds(unit, read, [...ids]) : await allOf(unit, read);
  const wanted = entities.filter(({ id }) => ids.has(String(id)));
  for (const entity of wanted) for (const batch of await batchesOf(unit, entity, read)) await destination.write(batch);
  const listed = new Set(wanted.map(({ id }) => String(id)));
  const gone = await goneOf(
    unit,
    [...ids].filter((id) => !listed.has(id)),
    connection,
    [...listed].slice(0, 3),
  );
  for (const id of gone) for (const batch of deletionsOf(unit, id, connection)) await destination.write(batch);
  for (const batch of flatBatches(unit, flat, { entities, read, connection })) await destination.write(batch);
  return wanted.length + gone.length + flat.length;
}

/** Whether a stream has neither a parent nor the records' own ids as its key. */
const isFlat = ({ top, streams }: Unit, name: string): boolean =>
  name !== top?.name && !streams.find((one) => one.name === name)?.parent;

async function allOf({ scan }: Unit, read: ReadContext): Promise<Entity[]> {
  const all = new Map<string, Entity>();
  for await (const { entities } of scan.read(read, always))
    for (const entity of entities) all.set(String(entity.id ?? all.size), entity);
  return [...all.values()];
}

/** All that is stored of one record: its own row, and the whole sets of what is inside it. */
async function batchesOf(unit: Unit, entity: Entity, read: ReadContext): Promise<RecordsEvent[]> {
  const converterOf = convertersOf(read);
  const { top } = unit;
  const id = String(entity.id);
  const sets: RecordsEvent[] = [];
  let isPartial = false;
  for (const stream of unit.streams) {
    if (!stream.parent) continue;
    const detail = stream.detail?.needed(entity) ? await stream.detail.fetch(read, entity) : undefined;
    if (stream.detail?.needed(entity) && !detail) {
      isPartial = true;
      continue;
    }
    const rows = stream.rows(entity, detail).map(converterOf(stream));
    const truncated = stream.truncated?.(entity, detail) ?? false;
    isPartial ||= truncated;
    sets.push({ type: 'records', stream: stream.name, rows, ...(!truncated && { replacesChildrenOf: [id] }) });
  }
  if (!top) return sets;
  const isOfStream = top.only?.matches(entity) ?? true;
  const rows = isOfStream ? top.rows(entity, undefined).map(converterOf(top)) : [];
  // By the tombstone the row comes in the place of one with a later time, or of one that is known to be deleted. It takes away what is
  // inside the record, of which Intercom may not give all again.
  const first = isPartial ? [] : [tombstone(top, [id], read)];
  return [{ type: 'records', stream: top.name, rows: [...first, ...rows] }, ...sets];
}

const tombstone = (
  { primaryKey, vanishing = 'absent from a full pass' }: Stream,
  key: readonly unknown[],
  { client }: Pick<ReadContext, 'client'>,
): Row => ({
  ...Object.fromEntries(primaryKey.map((column, i) => [column, key[i]])),
  [deletedAt]: new Date(client.serverNow()).toISOString(),
  [deletedReason]: vanishing,
});

/** Those of the ids that Intercom says to be gone, or that a list without a way to ask leaves out. */
async function goneOf({ top }: Unit, ids: readonly string[], { session, registry }: Connection, controls: string[]) {
  if (!top?.byId || ids.length === 0) return ids;
  const gone: string[] = [];
  const check = createDeletionCheck([top], registry, session.client);
  for await (const responses of check.responses(top.name, ids, controls)) gone.push(...responses.gone);
  return gone;
}

const deletionsOf = ({ top, streams }: Unit, id: string, { session }: Connection): RecordsEvent[] => [
  ...streams
    .filter(({ parent }) => parent)
    .map(({ name }): RecordsEvent => ({ type: 'records', stream: name, rows: [], replacesChildrenOf: [id] })),
  ...(top ? [{ type: 'records' as const, stream: top.name, rows: [tombstone(top, [id], session)] }] : []),
];

/** Rows of streams that are known by other keys than the records': those that differ, as the records give them now. */
function flatBatches(
  unit: Unit,
  found: readonly Difference[],
  { entities, read, connection }: { entities: readonly Entity[]; read: ReadContext; connection: Connection },
): RecordsEvent[] {
  const converterOf = convertersOf(read);
  return unit.streams.flatMap((stream) => {
    const keys = new Map(found.filter((one) => one.stream === stream.name).map(({ key }) => [keyOf(key), key]));
    // Without its details a row would be taken away, and not stored anew.
    if (keys.size === 0 || stream.detail) return [];
    const rows = entities
      .flatMap((entity) => stream.rows(entity, undefined))
      .filter((row) => keys.has(keyOf(stream.primaryKey.map((column) => row[column]))))
      .map(converterOf(stream));
    const gone = [...keys.values()].map((key) => tombstone(stream, key, connection.session));
    return [{ type: 'records' as const, stream: stream.name, rows: [...gone, ...rows] }];
  });
}

const keyOf = (key: readonly unknown[]): string => JSON.stringify(key.map(String));
