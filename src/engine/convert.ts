/** Converts values to the types of their columns where nothing is lost by it, keeps the others as they are, and logs them. */
import type { StreamInfo } from '../core/catalog.ts';
import type { Column, Columns } from '../core/columns/columns.ts';
import { list, object } from '../core/columns/kinds/json.ts';
import { kinds } from '../core/columns/kinds.ts';
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
    if (text?.typesMatch && text.layout.columns === columns) return row;
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
        log('warn', `A value of ${place} is not of the type documented: it is passed on as it is.`, {
          kind: 'type_mismatch',
          stream: name,
          column: path,
        });
      });
      converters.set(name, convert);
    }
    return convert;
  };
}

/** Gives the value itself, or what it was converted to; undefined where it can't be converted. Is given no null. */
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
      if (converted === undefined) {
        onMismatch(path + names[i]!);
        continue;
      }
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
  const itemPath = `${path}[]`;
  const convert = valueConverter(column, itemPath, onMismatch);
  return (items) => {
    let copy: unknown[] | undefined;
    for (let i = 0; i < items.length; i++) {
      const held = items[i];
      if (held === null || held === undefined) continue;
      const converted = convert(held);
      if (converted === held) continue;
      if (converted === undefined) {
        onMismatch(itemPath);
        continue;
      }
      copy ??= [...items];
      copy[i] = converted;
    }
    return copy ?? items;
  };
}

/** What is inside of an object or a list is converted with it, and told with its own path. */
function valueConverter(column: Column, path: string, onMismatch: (path: string) => void): Convert {
  if (column.kind === 'object') {
    const convertFields = fieldsConverter(column.fields, `${path}.`, onMismatch);
    return (value) => (object.convert(value) === undefined ? undefined : convertFields(value as object));
  }
  if (column.kind === 'list') {
    const convertItems = itemsConverter(column.item, path, onMismatch);
    return (value) => (list.convert(value) === undefined ? undefined : convertItems(value as unknown[]));
  }
  return kinds[column.kind].convert;
}
