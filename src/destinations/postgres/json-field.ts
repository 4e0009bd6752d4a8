/** A field of an object in a jsonb column, typed. Casts fail on what does not fit, so that each value is looked at first. */
import { kinds } from '../../core/columns/kinds.ts';
import { literal } from '../sql/expressions.ts';
import type { ColumnKind } from '../sql/table.ts';

/** See `Dialect.jsonField`. */
export function jsonField(column: string, field: string, kind: ColumnKind): string {
  const value = `(${column} -> ${literal(field)})`;
  const text = `(${column} ->> ${literal(field)})`;
  const when = (type: string, then: string) => `CASE WHEN jsonb_typeof${value} = ${literal(type)} THEN ${then} END`;
  switch (kinds[kind].cellType) {
    case 'json':
      return `nullif(${value}, 'null'::jsonb)`;
    case 'text':
      return text;
    case 'bool':
      return when('boolean', `${text}::boolean`);
    case 'time':
      return when(
        'number',
        `CASE WHEN ${text}::numeric BETWEEN -62135596800 AND 253402300799 THEN to_timestamp(${text}::double precision) END`,
      );
    case 'number':
      return kind === 'int'
        ? when(
            'number',
            `CASE WHEN abs(${text}::numeric) < 9223372036854775808 AND ${text}::numeric = trunc(${text}::numeric) THEN trunc(${text}::numeric)::bigint END`,
          )
        : when('number', `CASE WHEN abs(${text}::numeric) < 1.7976931348623157e308 THEN ${text}::double precision END`);
  }
}
