/** Columns without what is left out; what is hashed is text. Pure. */
import { type Column, type Columns, text } from '../core/columns/columns.ts';
import type { FieldMasks, Mask } from './mask.ts';

export const maskedColumns = (columns: Columns, masks: FieldMasks): Columns =>
  Object.fromEntries(
    Object.entries(columns).flatMap(([name, column]): [string, Column][] => {
      const mask = masks.get(name);
      if (mask === 'exclude') return [];
      return [[name, mask === undefined ? column : maskedColumn(column, mask)]];
    }),
  );

function maskedColumn(column: Column, mask: Exclude<Mask, 'exclude'>): Column {
  if (column.kind === 'list') return { ...column, item: maskedColumn(column.item, mask) };
  if (mask === 'hash') return { ...text, description: `${column.description ? `${column.description} ` : ''}Hashed.` };
  return column.kind === 'object' ? { ...column, fields: maskedColumns(column.fields, mask) } : column;
}
