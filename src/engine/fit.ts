/** Fits values to their columns: converts what can be without loss, keeps the rest as it is, and tells of it. */
import type { Column, Columns } from '../columns.ts';
import type { Row } from '../events.ts';

/**
 * A function that fits a stream's rows. Rows are not changed: one with a converted value is a copy. `onMisfit` is told the
 * path of a value that fits its column in no way, at every occurrence.
 */
export const fitter =
  (columns: Columns, onMisfit: (path: string) => void) =>
  (row: Row): Row =>
    fitFields(row, columns, '', onMisfit) as Row;

function fitFields(value: object, columns: Columns, path: string, onMisfit: (path: string) => void): object {
  let copy: Row | undefined;
  for (const name in columns) {
    const held = (value as Row)[name];
    if (held === null || held === undefined || !Object.hasOwn(value, name)) continue;
    const fitted = fitValue(held, columns[name]!, path, name, onMisfit);
    if (fitted === held) continue;
    copy ??= { ...value };
    copy[name] = fitted;
  }
  return copy ?? value;
}

function fitValue(
  value: unknown,
  column: Column,
  path: string,
  name: string,
  onMisfit: (path: string) => void,
): unknown {
  switch (column.kind) {
    case 'json':
      return value;
    case 'object':
      if (typeof value === 'object' && !Array.isArray(value)) {
        return fitFields(value as object, column.fields, `${path}${name}.`, onMisfit);
      }
      break;
    case 'list':
      if (Array.isArray(value)) return fitItems(value, column.item, path, name, onMisfit);
      break;
    case 'text':
      if (typeof value === 'string') return value;
      if (typeof value === 'number' || typeof value === 'boolean') return String(value);
      break;
    case 'timestamp':
      if (typeof value === 'string') return value;
      break;
    case 'bool':
      if (typeof value === 'boolean') return value;
      if (value === 'true' || value === 'false') return value === 'true';
      break;
    case 'number':
      if (typeof value === 'number') return value;
      if (isNumeral(value)) return Number(value);
      break;
    case 'int':
      if (isWhole(value)) return Number(value);
      break;
    case 'epoch':
      if (isWhole(value)) return Number(value);
      if (typeof value === 'string' && isWholeSecond(value)) return Date.parse(value) / 1000;
  }
  onMisfit(path + name);
  return value;
}

function fitItems(
  items: unknown[],
  column: Column,
  path: string,
  name: string,
  onMisfit: (path: string) => void,
): unknown[] {
  let copy: unknown[] | undefined;
  for (let i = 0; i < items.length; i++) {
    const held = items[i];
    if (held === null || held === undefined) continue;
    const fitted = fitValue(held, column, path, `${name}[]`, onMisfit);
    if (fitted === held) continue;
    copy ??= [...items];
    copy[i] = fitted;
  }
  return copy ?? items;
}

/** A decimal number in a string that a JavaScript number holds exactly. */
const isNumeral = (value: unknown): value is string =>
  typeof value === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(value) && String(Number(value)) === value;

/** A whole number, or one in a string. */
const isWhole = (value: unknown): boolean => Number.isInteger(isNumeral(value) ? Number(value) : value);

/** An ISO 8601 time that exists, in a zone that it names. */
const isWholeSecond = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.0+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
