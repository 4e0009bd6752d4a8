/** Compares records as Intercom gives them now with the stored rows, stream by stream and value by value. */
import type { Row } from '../core/events.ts';
import type { Entity } from '../intercom/readers/reader.ts';
import type { Stream } from '../streams/stream.ts';
import type { Difference } from './difference.ts';
import { keyText, type RowForm, type RowValues, rowForm } from './row-values.ts';
import { rowsWith } from './stored.ts';
import { convertersOf, type Finding, type Unit, type VerifyContext } from './unit.ts';

export interface Compared {
  /** Records that the top stream does not store. */
  missing: string[];
}

export interface Comparison {
  /** `withDetails`: also the streams that a request per record is needed for. */
  compare(entities: readonly Entity[], options: { withDetails: boolean }): Promise<Compared>;
  /** By stream without a parent: the keys of all rows that were compared, as text. */
  readonly seenKeys: ReadonlyMap<string, Set<string>>;
  formOf(stream: Stream): RowForm;
}

interface Expected {
  entity: Entity;
  rows: RowValues[];
  /** The table may hold more than these of the record. */
  isPartial: boolean;
}

/** Entities whose rows are looked up at once. */
const batchSize = 500;

export function createComparison(unit: Unit, context: VerifyContext, finding: Finding): Comparison {
  const { stored, read } = context;
  const forms = new Map(unit.streams.map((stream) => [stream, rowForm(stream, stored)]));
  const converterOf = convertersOf(read);
  const seenKeys = new Map(unit.streams.filter(({ parent }) => !parent).map(({ name }) => [name, new Set<string>()]));

  async function expectedOf(stream: Stream, entity: Entity, withDetails: boolean): Promise<Expected | undefined> {
    const { detail } = stream;
    if (!(stream.only?.matches(entity) ?? true)) return undefined;
    if (detail && !withDetails && detail.needed(entity)) return undefined;
    const answer = detail?.needed(entity) ? await detail.fetch(read, entity) : undefined;
    if (detail?.needed(entity) && !answer) return undefined;
    const convert = converterOf(stream);
    const form = forms.get(stream)!;
    const rows = stream.rows(entity, answer).map((row: Row) => form.expected(convert(row)));
    const isPartial = stream.forgets === true || (stream.truncated?.(entity, answer) ?? false);
    return { entity, rows: rows.filter((row) => row !== undefined), isPartial };
  }

  async function compareStream(stream: Stream, entities: readonly Entity[], withDetails: boolean, missing: string[]) {
    const expected = (await Promise.all(entities.map((entity) => expectedOf(stream, entity, withDetails)))).filter(
      (one) => one !== undefined,
    );
    if (expected.length === 0) return;
    const { name } = stream;
    const form = forms.get(stream)!;
    finding.records.set(name, (finding.records.get(name) ?? 0) + expected.length);
    const column = stream.parent?.column ?? stream.primaryKey[0]!;
    const values = stream.parent
      ? expected.map(({ entity }) => String(entity.id))
      : expected.flatMap(({ rows }) => rows.map(({ key }) => String(key[0])));
    const parentIndex = stream.parent ? form.names.indexOf(stream.parent.column) : -1;
    const held = new Map<string, Map<string, RowValues>>();
    for (const row of await rowsWith(stored, { table: name, select: form.select, column, values })) {
      const found = form.stored(row);
      const parent = parentIndex < 0 ? '' : String(found.values[parentIndex]);
      held.set(parent, (held.get(parent) ?? new Map()).set(keyText(found), found));
    }
    for (const { entity, rows, isPartial } of expected) {
      const id = String(entity.id);
      const own = held.get(stream.parent ? id : '') ?? new Map<string, RowValues>();
      const inside = stream.parent ? { parent: id } : {};
      for (const row of rows) {
        const key = keyText(row);
        seenKeys.get(name)?.add(key);
        const other = own.get(key);
        if (stream.parent) own.delete(key);
        const told = { stream: name, key: row.key as Difference['key'], ...inside };
        if (!other) {
          if (stream === unit.top) missing.push(id);
          else finding.differences.push({ ...told, kind: stream.parent ? 'cut' : 'missing' });
          continue;
        }
        const all = form.differing(row, other);
        const columns = unit.scan.count ? all.filter((column) => form.isOwn(column, row, other)) : all;
        if (columns.length < all.length) finding.borrowed.add(`${name} ${key}`);
        if (columns.length > 0) finding.differences.push({ ...told, kind: 'stale', columns });
      }
      if (!stream.parent || isPartial) continue;
      for (const { key } of own.values())
        finding.differences.push({ stream: name, kind: 'extra', key: key as Difference['key'], ...inside });
    }
  }

  return {
    seenKeys,
    formOf: (stream) => forms.get(stream)!,
    async compare(entities, { withDetails }) {
      const missing: string[] = [];
      const settled = entities.filter((entity) => {
        const at = unit.scan.cursor?.of(entity);
        if (at === undefined || at < unit.horizon) return true;
        finding.moved.add(String(entity.id));
        return false;
      });
      for (let i = 0; i < settled.length; i += batchSize) {
        const batch = settled.slice(i, i + batchSize);
        const top = unit.top ? [unit.top] : [];
        const before = missing.length;
        for (const stream of top) await compareStream(stream, batch, withDetails, missing);
        const absent = new Set(missing.slice(before));
        // Of a record that is not stored at all, that says enough.
        const there = batch.filter(({ id }) => !absent.has(String(id)));
        for (const stream of unit.streams)
          if (stream !== unit.top) await compareStream(stream, there, withDetails, missing);
      }
      return { missing };
    },
  };
}
