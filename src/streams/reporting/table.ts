/** From the file of an export to the rows of a dataset. */
import type { Row } from '../../core/events.ts';
import { tableLines } from '../../intercom/readers/export-table.ts';
import { secondsOf } from '../exports/times.ts';
import type { DatasetColumn } from './columns.ts';

/** Yields rows in batches. Rejects where the file is damaged, lacks one of the `needed` columns, or can't be told apart. */
export async function* datasetRows(
  file: string,
  columns: readonly DatasetColumn[],
  needed: readonly string[] = [],
): AsyncGenerator<Row[]> {
  const blank: Row = Object.fromEntries(columns.map(({ name }) => [name, null]));
  let header: readonly string[] | undefined;
  let places: Place[] = [];
  for await (const batch of tableLines(file)) {
    if (batch.columns !== header) {
      header = batch.columns;
      places = placesOf(header, columns);
      const lacking = needed.find((name) => !places.some((place) => place.name === name));
      if (lacking !== undefined) throw new Error(`it has no column for ${lacking}.`);
      if (!places.some(({ isTime }) => isTime !== undefined)) throw new Error('it has none of the columns asked for.');
    }
    yield batch.lines.map((cells) => {
      const row = { ...blank };
      for (const [i, { name, isTime }] of places.entries()) row[name] = cellValue(cells[i]!, isTime);
      return row;
    });
  }
}

/** Where a cell goes. `isTime`: undefined of what was not asked for. */
interface Place {
  name: string;
  isTime?: boolean;
}

/** As text where a time can't be read. */
function cellValue(cell: string, isTime = false): unknown {
  if (cell === '') return null;
  return isTime ? (secondsOf(cell) ?? cell) : cell;
}

/** No document says what the columns are called, nor in which order they come: they are told by their ids, and where two have the same by their order. */
function placesOf(header: readonly string[], columns: readonly DatasetColumn[]): Place[] {
  const titles = header.map((title) => title.trim());
  const isInOrder =
    titles.length === columns.length && titles.every((title, i) => namesOf(columns[i]!).includes(title));
  return titles.map((title, i) => {
    const found = isInOrder ? columns[i] : columnCalled(title, columns);
    return found ? { name: found.name, isTime: found.column.kind === 'epoch' } : { name: title };
  });
}

function columnCalled(title: string, columns: readonly DatasetColumn[]): DatasetColumn | undefined {
  for (const nameOf of [0, 1, 2].map((i) => (column: DatasetColumn) => namesOf(column)[i])) {
    const called = columns.filter((column) => nameOf(column) === title);
    if (called.length > 1) throw new Error(`it does not tell which of ${qualified(called)} its column ${title} is.`);
    if (called.length === 1) return called[0];
  }
  return undefined;
}

const qualified = (columns: readonly DatasetColumn[]) =>
  columns.map(({ attribute }) => attribute.qualifiedId).join(', ');

/** What a file may call a column: first what is surest. */
const namesOf = ({ attribute: { qualifiedId, id, name } }: DatasetColumn): string[] => [qualifiedId, id, name];
