/**
 * Columns of custom attributes, `custom_<name in snake case>`: what is in the JSON column that holds them all, typed, or NULL where a value is not of the
 * attribute's type. They are worked out in the database, so that a new attribute's column is filled without a request, also for rows that were read long ago.
 * A column is known to be such a one by its comment.
 */
import { createHash } from 'node:crypto';
import type { StreamInfo } from '../../core/catalog.ts';
import type { LoadTarget } from '../destination.ts';
import type { Dialect } from './dialect.ts';
import type { ExistingTable } from './existing-tables.ts';
import { literal } from './expressions.ts';
import { type CustomColumn, othersOf, type Table } from './table.ts';

/** Objects of custom attributes, whatever stream they are in. */
const holders = ['custom_attributes', 'ticket_attributes'];

/** `Loyalty tier (EU)` as `custom_loyalty_tier_eu`. */
const plainName = (field: string): string =>
  `custom_${field
    .normalize('NFKD')
    .replace(/[\u0300-\u036f]/g, '')
    .replace(/([a-z0-9])([A-Z])/g, '$1_$2')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]+/gu, '_')
    .replace(/^_+|_+$/g, '')}`;

const digest = (text: string): string => createHash('sha256').update(text).digest('hex').slice(0, 6);

/** The columns of a stream's custom attributes; where two would have one name, each but the one that is spelled so gets a digest. */
export function customColumnsOf({ columns }: StreamInfo): CustomColumn[] {
  const found = holders.flatMap((holder) => {
    const column = columns[holder];
    if (column?.kind !== 'object') return [];
    return Object.entries(column.fields).map(([field, { kind }]) => ({ holder, field, kind, name: plainName(field) }));
  });
  const count = new Map<string, number>();
  for (const { name } of found) count.set(name, (count.get(name) ?? 0) + 1);
  const taken = new Set(Object.keys(columns));
  return found.map(({ name, ...column }) => {
    const isOnly = count.get(name) === 1 && !taken.has(name) && name !== 'custom_';
    const isSpelledSo = column.field !== '' && `custom_${column.field}` === name && !taken.has(name);
    return { ...column, name: isOnly || isSpelledSo ? name : `${name}_${digest(column.field)}` };
  });
}

const mark = 'Custom attribute ';

const commentOf = ({ field, holder }: CustomColumn): string => `${mark}"${field}" of ${holder}.`;

/** What the column holds, of a row called `row` that has the object. */
export const customValue = (dialect: Dialect, { holder, field, kind }: CustomColumn, row?: string): string =>
  dialect.jsonField(`${row ? `${row}.` : ''}${dialect.quote(holder)}`, field, kind);

/** Whether some of the tables have columns of custom attributes. */
export const haveCustom = (tables: Iterable<ExistingTable>): boolean =>
  [...tables].some((table) => existingCustom(table).length > 0);

/** The columns that a table is to have beside the stream's: those of custom attributes, where they are asked for, and its user's. */
export function columnsBeside(
  { fold }: Dialect,
  { info, customColumns }: LoadTarget,
  existing: ExistingTable | undefined,
): Pick<Table, 'others' | 'custom'> {
  const ours = new Set(existing ? existingCustom(existing) : []);
  const isOfUser = (name: string) => existing?.columns.has(name) === true && !ours.has(name);
  const custom = customColumns ? customColumnsOf(info).filter(({ name }) => !isOfUser(fold(name))) : [];
  const others = othersOf(info, existing?.columns.keys() ?? [], fold).filter((name) => !ours.has(name));
  return { custom, others };
}

/** The columns of an existing table that are of custom attributes, by their names. */
export const existingCustom = ({ comments }: ExistingTable): string[] =>
  [...comments].filter(([, comment]) => comment.startsWith(mark)).map(([name]) => name);

/** Drops columns of attributes that are not wanted (any more, or as this type), and adds and fills those that are missing. */
export function changeCustomColumns(
  dialect: Dialect,
  table: Table,
  existing: ExistingTable | undefined,
): { statements: string[]; added: CustomColumn[]; dropped: string[] } {
  const { quote, fold, types } = dialect;
  const name = quote(table.name);
  const isHeld = (column: CustomColumn) =>
    existing?.comments.get(fold(column.name)) === commentOf(column) &&
    existing.columns.get(fold(column.name)) === types[column.kind];
  const kept = new Set(table.custom.filter(isHeld).map((column) => fold(column.name)));
  const dropped = existing ? existingCustom(existing).filter((column) => !kept.has(column)) : [];
  const added = table.custom.filter((column) => !isHeld(column));
  return {
    added,
    dropped,
    statements: [
      ...dropped.map((column) => `ALTER TABLE ${name} DROP COLUMN ${quote(column)}`),
      ...added.flatMap((column) => [
        `ALTER TABLE ${name} ADD COLUMN ${quote(column.name)} ${types[column.kind]}`,
        // Not by UPDATE: a database by columns may keep all updated values in memory.
        ...(existing
          ? [
              `ALTER TABLE ${name} ALTER COLUMN ${quote(column.name)} SET DATA TYPE ${types[column.kind]} USING ${customValue(dialect, column)}`,
            ]
          : []),
        `COMMENT ON COLUMN ${name}.${quote(column.name)} IS ${literal(commentOf(column))}`,
      ]),
    ],
  };
}
