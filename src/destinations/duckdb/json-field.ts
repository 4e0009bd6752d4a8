/** A field of an object in a JSON column, typed. What can't be cast is asked for its type first, and tried. */
import { kinds } from '../../core/columns/kinds.ts';
import { literal } from '../sql/expressions.ts';
import type { ColumnKind } from '../sql/table.ts';

/** See `Dialect.jsonField`. */
export function jsonField(column: string, field: string, kind: ColumnKind): string {
  const value = `json_extract(${column}, ${literal(`$."${field.replaceAll('"', '\\"')}"`)})`;
  const text = `json_extract_string(${column}, ${literal(`$."${field.replaceAll('"', '\\"')}"`)})`;
  const isOf = (...names: string[]) => `json_type(${value}) IN (${names.map(literal).join(', ')})`;
  const number = ['UBIGINT', 'BIGINT', 'DOUBLE', 'HUGEINT'];
  switch (kinds[kind].cellType) {
    case 'json':
      return `CASE WHEN NOT ${isOf('NULL')} THEN ${value} END`;
    case 'text':
      return `CASE WHEN NOT ${isOf('NULL')} THEN ${text} END`;
    case 'bool':
      return `CASE WHEN ${isOf('BOOLEAN')} THEN TRY_CAST(${text} AS BOOLEAN) END`;
    case 'time':
      return `CASE WHEN ${isOf(...number)} AND TRY_CAST(${text} AS DOUBLE) BETWEEN -62135596800 AND 253402300799 THEN to_timestamp(TRY_CAST(${text} AS DOUBLE)) END`;
    case 'number':
      return kind === 'int'
        ? `CASE WHEN ${isOf(...number)} AND TRY_CAST(${text} AS DOUBLE) = floor(TRY_CAST(${text} AS DOUBLE)) THEN TRY_CAST(${text} AS BIGINT) END`
        : `CASE WHEN ${isOf(...number)} THEN TRY_CAST(${text} AS DOUBLE) END`;
  }
}
