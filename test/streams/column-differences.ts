/** How a stream's columns differ from those that a document describes. Pure. */
import type { Column, Columns } from '../../src/core/columns/columns.ts';

/**
 * One line for each difference, by its path (`a.b`, `a[].b`): `a: no column`, `a: not documented`, `a: text, documented as int`.
 * Where only one side says what is inside of an object, each field inside differs.
 */
export function columnDifferences(columns: Columns, documented: Columns, prefix = ''): string[] {
  const names = new Set([...Object.keys(columns), ...Object.keys(documented)]);
  return [...names].flatMap((name) => differencesOf(columns[name], documented[name], prefix + name));
}

function differencesOf(column: Column | undefined, documented: Column | undefined, path: string): string[] {
  if (!column) return [`${path}: no column`];
  if (!documented) return [`${path}: not documented`];
  if (column.kind === 'object' && documented.kind === 'object') {
    return columnDifferences(column.fields, documented.fields, `${path}.`);
  }
  if (column.kind === 'list' && documented.kind === 'list') {
    return differencesOf(column.item, documented.item, `${path}[]`);
  }
  // The document knows no references: it says of what type they are.
  const kind = column.kind.replace('_reference', '');
  return kind === documented.kind ? [] : [`${path}: ${kind}, documented as ${documented.kind}`];
}
