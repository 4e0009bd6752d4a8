/** Verifies what is searched by time: its numbers by windows, down to ids, and some of its records by value. */
import { ConnectorError } from '../core/errors.ts';
import type { Range } from '../core/ranges.ts';
import type { ReadContext } from '../intercom/readers/reader.ts';
import { dayReach } from '../intercom/readers/search-window.ts';
import type { Stream } from '../streams/stream.ts';
import { type Comparison, createComparison } from './compare.ts';
import { findByIds } from './find-by-ids.ts';
import { drawnDeletions, settleExtra, settleMissing, storedDeletions } from './settle.ts';
import { asText, drawn, name, secondOf } from './stored.ts';
import { suspectedParents } from './suspects.ts';
import { emptyFinding, type Finding, type Unit, type VerifyContext } from './unit.ts';
import { differingWindows } from './windows.ts';

/** The records that a page of a search holds. */
const page = 150;

/** A record that stands at another time than it should is in another window: a few of them are worth their requests. */
const leastWindows = 8;
const leastSize = 20;

export async function verifySearched(unit: Unit & { top: Stream }, context: VerifyContext): Promise<Finding> {
  const finding = emptyFinding();
  const { top, since, horizon } = unit;
  const { stored, sample } = context;
  const comparison = createComparison(unit, context, finding);
  const table = name(top.name);
  const second = secondOf(top.cursor!);
  const inRange = ({ from, to }: Range) => `${second} >= ${from} AND ${second} < ${to}`;
  const range = { from: since, to: horizon };
  const times = Float64Array.from(
    (await stored.ask(`SELECT ${second} FROM ${table} WHERE ${inRange(range)} ORDER BY 1`)).map(([at]) => Number(at)),
  );
  const narrowed = narrowedTo(context.read, top);
  const reach = unit.scan.shortest!(context.read) > 3_600 ? dayReach : 1;
  const { counted, differing } =
    sample.count === 'all'
      ? { counted: 0, differing: [range] }
      : await differingWindows({
          times,
          range,
          reach,
          page,
          size: Math.min(context.windowSize, Math.max(leastSize, Math.ceil(times.length / leastWindows))),
          count: (window) => unit.scan.count!(narrowed, window),
        });
  finding.windows = counted;
  finding.windowsRead = differing.length;

  const missing = new Set<string>();
  const extra = new Set<string>();
  for (const window of differing) {
    const listed = await readWindow({
      unit,
      window,
      comparison,
      context: narrowed,
      missing,
      finding,
      all: sample.count === 'all',
    });
    if (!listed) continue;
    const ids = await stored.ask(`SELECT ${asText(top.primaryKey[0]!)} FROM ${table} WHERE ${inRange(window)}`);
    for (const [id] of ids) if (!listed.has(String(id))) extra.add(String(id));
  }
  for (const id of await oddlyStored(unit, context)) extra.add(id);
  const tombstoned = await storedDeletions(top, stored);
  for (const id of tombstoned) extra.add(id);
  const seen = await drawnRecords(unit, context, comparison, extra);
  const controls = seen.slice(0, 3);
  for (const id of await drawnDeletions(top, context, controls)) missing.add(id);
  const find = (ids: readonly string[]) => findByIds(unit, context.read, ids);
  const { listed } = await settleExtra({ unit, context, finding, comparison, ids: extra, controls, find });
  for (const id of tombstoned)
    if (listed.has(id)) finding.differences.push({ stream: top.name, kind: 'tombstone', key: [id] });
  await settleMissing({ unit, context, finding, ids: missing, controls, find });
  if (finding.borrowed.size > 0)
    finding.notes.add(
      `${finding.borrowed.size} rows show other objects, such as people and tags, as they were when their record changed last: only a full refresh brings them up to date.`,
    );
  return finding;
}

/** Reads a window and compares it. Gives the ids that it lists; undefined where Intercom does not give all that it counts. */
async function readWindow(options: {
  unit: Unit;
  window: Range;
  comparison: Comparison;
  context: ReadContext;
  missing: Set<string>;
  finding: Finding;
  all: boolean;
}): Promise<Set<string> | undefined> {
  const { unit, window, comparison, context, missing, finding, all } = options;
  const listed = new Set<string>();
  try {
    for await (const { entities } of unit.scan.read(context, window)) {
      for (const { id } of entities) listed.add(String(id));
      const found = await comparison.compare(entities, { withDetails: all });
      for (const id of found.missing) missing.add(id);
    }
    return listed;
  } catch (error) {
    if (!(error instanceof ConnectorError) || error.code !== 'records_missing') throw error;
    finding.notes.add(error.message);
    return undefined;
  }
}

const narrowedTo = (context: ReadContext, { only }: Stream): ReadContext =>
  only?.filter ? { ...context, filters: [only.filter] } : context;

/** Ids that are stored without a time, or with one that can't be. */
async function oddlyStored(
  { top, since, horizon }: Unit & { top: Stream },
  { stored }: VerifyContext,
): Promise<string[]> {
  const second = secondOf(top.cursor!);
  const id = asText(top.primaryKey[0]!);
  const late = `${second} >= ${horizon + 366 * 86_400}`;
  const early = since > 0 ? '' : ` OR ${second} < 0`;
  const odd = await stored.ask(`SELECT ${id} FROM ${name(top.name)} WHERE ${second} IS NULL OR ${late}${early}`);
  return odd.map(([one]) => String(one));
}

/** Compares what is drawn, and what the children's tables make suspect. What is not found goes to `extra`. Gives the ids that are found. */
async function drawnRecords(
  unit: Unit & { top: Stream },
  context: VerifyContext,
  comparison: Comparison,
  extra: Set<string>,
): Promise<string[]> {
  const { stored, sample } = context;
  const { top } = unit;
  const count = sample.count === 'all' ? 3 : sample.count;
  const ids = await drawn(stored, { from: name(top.name), column: name(top.primaryKey[0]!), seed: sample.seed, count });
  const suspects = await suspectedParents(unit, context);
  const asked = [...new Set([...ids, ...suspects])];
  const found = await findByIds(unit, context.read, asked);
  const isFound = new Set(found.map((entity) => String(entity.id)));
  for (const id of asked) if (!isFound.has(id)) extra.add(id);
  // What a window has shown to be missing is told once.
  await comparison.compare(found, { withDetails: true });
  return found.map((entity) => String(entity.id));
}
