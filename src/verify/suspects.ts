/** What the tables themselves show to be wrong, without a request: it is asked for then. */
import type { Stream } from '../streams/stream.ts';
import { asText, literal, name } from './stored.ts';
import type { Unit, VerifyContext } from './unit.ts';

/** So many records are asked for because of what one query shows. */
const most = 300;

/** Ids of records whose children are not as many as they should be, are of another version of them, or of no record that is stored. */
export async function suspectedParents(unit: Unit & { top: Stream }, { stored }: VerifyContext): Promise<Set<string>> {
  const ids = new Set<string>();
  const ask = async (sql: string) => {
    for (const [id] of await stored.ask(`${sql} LIMIT ${most}`)) if (id !== null && id !== undefined) ids.add(id);
  };
  for (const child of unit.streams) {
    if (child.parent?.stream !== unit.top.name) continue;
    const held = stored.columns.get(child.name)!;
    const parents = { top: unit.top, child };
    await ask(orphansOf(parents));
    const total = `${child.parent.column.replace(/_id$/, '')}_total_parts`;
    if (held.has(total) && held.has('_parts_truncated')) await ask(miscountedOf(child, total));
    const own = ownCounts[child.name];
    if (own && stored.columns.get(unit.top.name)!.has(own.column)) await ask(uncountedOf(parents, own));
    if (child.cursor && held.has(child.cursor)) await ask(otherVersionsOf(parents));
  }
  return ids;
}

interface Related {
  top: Stream;
  child: Stream;
}

const orphansOf = ({ top, child }: Related): string => `
  SELECT DISTINCT CAST(c.${name(child.parent!.column)} AS VARCHAR) FROM ${name(child.name)} AS c
  WHERE NOT EXISTS (SELECT 1 FROM ${name(top.name)} AS p WHERE ${joinOf({ top, child })})`;

/** Each row says how many there are in all. */
const miscountedOf = (child: Stream, total: string): string => `
  SELECT ${asText(child.parent!.column)} FROM ${name(child.name)} GROUP BY ${name(child.parent!.column)}
  HAVING min(${name(total)}) <> max(${name(total)})
    OR (count(*) <> max(${name(total)}) AND NOT bool_or(coalesce("_parts_truncated", false)))`;

/** Where a stored record itself says how many it has of them, also where no row of them is left. */
const ownCounts: Readonly<Record<string, OwnCount>> = {
  conversation_parts: { column: 'statistics', field: 'count_conversation_parts' },
  ticket_parts: { column: 'ticket_parts', field: 'total_count' },
};

interface OwnCount {
  column: string;
  field: string;
}

const uncountedOf = ({ top, child }: Related, { column, field }: OwnCount): string => `
  SELECT CAST(p."id" AS VARCHAR) FROM ${name(top.name)} AS p
  LEFT JOIN (
    SELECT ${name(child.parent!.column)} AS parent_id, count(*) AS held, bool_or(coalesce("_parts_truncated", false)) AS truncated
    FROM ${name(child.name)} GROUP BY 1) AS c ON c.parent_id = p."id"
  WHERE coalesce(CAST(p.${name(column)}->>${literal(field)} AS BIGINT), 0) <> coalesce(c.held, 0)
    AND NOT coalesce(c.truncated, false)
  ORDER BY coalesce(c.held, 0)`;

const otherVersionsOf = ({ top, child }: Related): string => `
  SELECT DISTINCT CAST(p.${name(top.primaryKey[0]!)} AS VARCHAR)
  FROM ${name(child.name)} AS c JOIN ${name(top.name)} AS p ON ${joinOf({ top, child })}
  WHERE c.${name(child.cursor!)} IS DISTINCT FROM p.${name(top.cursor!)}`;

const joinOf = ({ top, child }: Related): string =>
  `CAST(p.${name(top.primaryKey[0]!)} AS VARCHAR) = CAST(c.${name(child.parent!.column)} AS VARCHAR)`;
