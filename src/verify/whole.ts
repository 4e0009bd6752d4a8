/** Verifies what Intercom gives whole only, such as tags and companies: every record, by value. */
import { createHash } from 'node:crypto';
import { always } from '../core/ranges.ts';
import type { Stream } from '../streams/stream.ts';
import { createComparison } from './compare.ts';
import type { Difference } from './difference.ts';
import { keyText } from './row-values.ts';
import { asText, name } from './stored.ts';
import { emptyFinding, type Finding, type Unit, type VerifyContext } from './unit.ts';

export async function verifyWhole(unit: Unit, context: VerifyContext): Promise<Finding> {
  const finding = emptyFinding();
  const { read, sample } = context;
  const comparison = createComparison(unit, context, finding);
  const seen = new Set<string>();
  const controls: string[] = [];
  const missing: string[] = [];
  // What a request per record is needed for is compared of the first ones by a hash: no one chooses them.
  const isDrawn = await drawnOf(unit, context);
  for await (const { entities } of unit.scan.read(read, always)) {
    const fresh = entities.filter(({ id }) => id === undefined || !seen.has(String(id)));
    for (const { id } of fresh) {
      seen.add(String(id));
      if (controls.length < 3) controls.push(String(id));
    }
    const chosen = fresh.filter(({ id }) => sample.count === 'all' || isDrawn(String(id)));
    const others = fresh.filter((entity) => !chosen.includes(entity));
    missing.push(...(await comparison.compare(others, { withDetails: false })).missing);
    missing.push(...(await comparison.compare(chosen, { withDetails: true })).missing);
  }
  if (unit.top)
    for (const id of missing) finding.differences.push({ stream: unit.top.name, kind: 'missing', key: [id] });

  for (const stream of unit.streams) {
    const extra = stream.forgets
      ? []
      : stream.parent
        ? await orphansOf(stream, { unit, context, seen })
        : await unseenRows(stream, { context, comparison });
    finding.differences.push(...(await stillThere(stream, { context, extra, controls, finding })));
  }
  if (!unit.scan.cursor && finding.differences.length > 0)
    finding.notes.add('Intercom does not tell when it changes: what has changed since the last sync differs too.');
  return finding;
}

/** The ids of which details are asked for. */
async function drawnOf(unit: Unit, { stored, sample }: VerifyContext): Promise<(id: string) => boolean> {
  const { count, seed } = sample;
  const detailed = unit.streams.some(({ detail }) => detail);
  if (!detailed || count === 'all') return () => false;
  const source = unit.top ?? unit.streams.find(({ parent }) => parent);
  const column = source?.parent?.column ?? source?.primaryKey[0];
  if (!source || column === undefined) return () => false;
  const rows = await stored.ask(`SELECT DISTINCT ${asText(column)} FROM ${name(source.name)}`);
  const rank = (id: string) => createHash('md5').update(`${id}${seed}`).digest('hex');
  const ids = rows.map(([id]) => String(id)).sort((a, b) => (rank(a) < rank(b) ? -1 : 1));
  const chosen = new Set(ids.slice(0, count));
  return (id) => chosen.has(id);
}

/** Stored rows of a stream without a parent that no record has given. */
async function unseenRows(
  stream: Stream,
  { context: { stored }, comparison }: { context: VerifyContext; comparison: ReturnType<typeof createComparison> },
): Promise<Difference[]> {
  const form = comparison.formOf(stream);
  const seen = comparison.seenKeys.get(stream.name)!;
  // Of a stream that takes a detail, most rows were not asked for.
  if (stream.detail) return [];
  const rows = await stored.ask(`SELECT ${form.select} FROM ${name(stream.name)}`);
  return rows.flatMap((row) => {
    const found = form.stored(row);
    return seen.has(keyText(found))
      ? []
      : [{ stream: stream.name, kind: 'extra' as const, key: found.key as Difference['key'] }];
  });
}

/** Rows inside records that are not there. */
async function orphansOf(
  stream: Stream,
  { unit, context, seen }: { unit: Unit; context: VerifyContext; seen: ReadonlySet<string> },
): Promise<Difference[]> {
  const { parent, primaryKey } = stream;
  const rows = await context.stored.ask(
    `SELECT ${asText(parent!.column)}, ${primaryKey.map(asText).join(', ')} FROM ${name(stream.name)}`,
  );
  const isStored = new Set(
    unit.top
      ? (await context.stored.ask(`SELECT ${asText(unit.top.primaryKey[0]!)} FROM ${name(unit.top.name)}`)).map(
          ([id]) => id,
        )
      : [],
  );
  // Of a record that is stored and not there, that says enough.
  return rows
    .filter(([id]) => !seen.has(String(id)) && !isStored.has(id!))
    .map(([id, ...key]) => ({ stream: stream.name, kind: 'extra', key, parent: String(id) }));
}

/** Rows that are not listed may be of records that are there all the same, such as companies without people: those are left out. */
async function stillThere(
  stream: Stream,
  {
    context: { check },
    extra,
    controls,
    finding,
  }: { context: VerifyContext; extra: Difference[]; controls: string[]; finding: Finding },
): Promise<Difference[]> {
  if (extra.length === 0 || !check.has(stream.name)) return extra;
  const idOf = ({ parent, key }: Difference) => parent ?? String(key[0]);
  const there = new Set<string>();
  for await (const responses of check.responses(stream.name, [...new Set(extra.map(idOf))], controls))
    for (const id of responses.there) there.add(id);
  if (there.size > 0) finding.notes.add(`${there.size} of ${stream.name} are there, though the list leaves them out.`);
  return extra.filter((one) => !there.has(idOf(one)));
}
