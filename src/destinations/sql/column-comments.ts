/** What is said of a column in a database: its description, and what is inside of an object or a list, as far as that is known. */
import type { Column, Columns } from '../../core/columns/columns.ts';

/** Characters of what is inside: enough for the largest objects, and too few to flood a catalog. */
const longest = 1500;

/** Undefined where there is nothing to say. */
export function columnComment(column: Column): string | undefined {
  const inside = insideOf(column);
  const said = [column.description, inside && `JSON: ${cut(inside)}`].filter((text) => text !== undefined);
  return said.length > 0 ? said.join(' ') : undefined;
}

function insideOf(column: Column): string | undefined {
  if (column.kind === 'list') {
    const item = insideOf(column.item);
    return item === undefined ? undefined : `[${item}, …]`;
  }
  if (column.kind !== 'object' || Object.keys(column.fields).length === 0) return undefined;
  return `{${fieldsOf(column.fields)}}`;
}

const fieldsOf = (fields: Columns): string =>
  Object.entries(fields)
    .map(([name, field]) => {
      const inside = insideOf(field);
      const note = field.description && ` (${field.description.replace(/\.$/, '')})`;
      return `${name}${inside ? `: ${inside}` : ''}${note ?? ''}`;
    })
    .join(', ');

const cut = (text: string): string => (text.length <= longest ? text : `${text.slice(0, longest)}…`);
