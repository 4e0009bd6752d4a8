/** Converts values to the types of their columns where nothing is lost by it, keeps the others as they are, and logs them. */
import type { StreamInfo } from '../core/catalog.ts';
import type { Column, Columns } from '../core/columns/columns.ts';
import type { Row } from '../core/events.ts';
import type { ReadContext } from '../intercom/readers/reader.ts';
import { parsed, textOf } from '../json/record.ts';

/**
 * A function that converts a stream's rows. Rows are not changed: one with a converted value is a copy. `onMismatch` gets the
 * path of a value that can't be converted, at every occurrence.
 */
export function rowConverter(columns: Columns, onMismatch: (path: string) => void): (row: Row) => Row {
  const convert = fieldsConverter(columns, '', onMismatch) as (row: Row) => Row;
  return (row) => {
    const text = textOf(row);
    if (text?.fits && text.layout.columns === columns) return row;
    const read = parsed(row);
    const converted = convert(read);
    return converted === read ? row : converted;
  };
}

/** Converts rows of any stream; a column whose values can't be converted is logged once. */
export function createConverters(
  log: ReadContext['log'],
): (stream: Pick<StreamInfo, 'name' | 'columns'>) => (row: Row) => Row {
  const told = new Set<string>();
  const converters = new Map<string, (row: Row) => Row>();
  return ({ name, columns }) => {
    let convert = converters.get(name);
    if (!convert) {
      convert = rowConverter(columns, (path) => {
        const place = `${name}.${path}`;
        if (told.has(place)) return;
        told.add(place);
        log('warn', `A value of ${place} is not of the type documented: it is passed on as it is.`);
      });
      converters.set(name, convert);
    }
    return convert;
  };
}

/** Gives the value itself, or what it was converted to. Is given no null. */
type Convert = (value: unknown) => unknown;

/** A function that converts objects with these fields. Made once, since most of a run's time would go into looking up columns. */
function fieldsConverter(
  columns: Columns,
  path: string,
  onMismatch: (path: string) => void,
): (value: object) => object {
  const names = Object.keys(columns);
  const converts = names.map((name) => valueConverter(columns[name]!, path + name, onMismatch));
  // Every object has these, whether or not it came with them.
  const inherited = names.map((name) => name in Object.prototype);
  return (value) => {
    let copy: Row | undefined;
    for (let i = 0; i < names.length; i++) {
      const held = (value as Row)[names[i]!];
      if (held === null || held === undefined || (inherited[i] && !Object.hasOwn(value, names[i]!))) continue;
      const converted = converts[i]!(held);
      if (converted === held) continue;
      copy ??= { ...value };
      copy[names[i]!] = converted;
    }
    return copy ?? value;
  };
}

function itemsConverter(
  column: Column,
  path: string,
  onMismatch: (path: string) => void,
): (items: unknown[]) => unknown[] {
  const convert = valueConverter(column, `${path}[]`, onMismatch);
  return (items) => {
    let copy: unknown[] | undefined;
    for (let i = 0; i < items.length; i++) {
      const held = items[i];
      if (held === null || held === undefined) continue;
      const converted = convert(held);
      if (converted === held) continue;
      copy ??= [...items];
      copy[i] = converted;
    }
    return copy ?? items;
  };
}

function valueConverter(column: Column, path: string, onMismatch: (path: string) => void): Convert {
  const mismatch = (value: unknown) => {
    onMismatch(path);
    return value;
  };
  switch (column.kind) {
    case 'json':
      return (value) => value;
    case 'object': {
      const convert = fieldsConverter(column.fields, `${path}.`, onMismatch);
      return (value) =>
        typeof value === 'object' && !Array.isArray(value) ? convert(value as object) : mismatch(value);
    }
    case 'list': {
      const convert = itemsConverter(column.item, path, onMismatch);
      return (value) => (Array.isArray(value) ? convert(value) : mismatch(value));
    }
    case 'text':
      return (value) => {
        if (typeof value === 'string') return value;
        return typeof value === 'number' || typeof value === 'boolean' ? String(value) : mismatch(value);
      };
    case 'timestamp':
      return (value) => (typeof value === 'string' ? value : mismatch(value));
    case 'bool':
      return (value) => {
        if (typeof value === 'boolean') return value;
        return value === 'true' || value === 'false' ? value === 'true' : mismatch(value);
      };
    case 'number':
      return (value) => {
        if (typeof value === 'number') return value;
        return isNumeral(value) ? Number(value) : mismatch(value);
      };
    case 'int':
      return (value) => (isWhole(value) ? Number(value) : mismatch(value));
    case 'epoch':
      return (value) => {
        if (isWhole(value)) return Number(value);
        return typeof value === 'string' && isWholeSecond(value) ? Date.parse(value) / 1000 : mismatch(value);
      };
  }
}

/** A decimal number in a string that a JavaScript number holds exactly. */
const isNumeral = (value: unknown): value is string =>
  typeof value === 'string' && /^-?\d{1,15}(\.\d{1,6})?$/.test(value) && String(Number(value)) === value;

/** A whole number, or one in a string. */
const isWhole = (value: unknown): boolean =>
  Number.isInteger(value) || (typeof value === 'string' && isNumeral(value) && Number.isInteger(Number(value)));

/** An ISO 8601 time that exists, in a zone that it names. */
const isWholeSecond = (value: string): boolean =>
  /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.0+)?(Z|[+-]\d\d:\d\d)$/.test(value) && !Number.isNaN(Date.parse(value));
