/** A table of streams that fits a terminal: columns that can be missed are left out, names are cut, numbers never are. Pure. */
import { type Cell, table } from './table.ts';
import { cut } from './wrap.ts';

export interface Column<T> {
  title: string;
  cell(row: T): Cell;
}

export interface FittedTable<T extends { name: string }> {
  rows: readonly T[];
  needed: readonly Column<T>[];
  /** As many of them, the first ones first, as there is room for. */
  optional: readonly Column<T>[];
  width: number;
}

/** Its first column has the names. Lines, each ended by a newline. */
export function fittedTable<T extends { name: string }>({ rows, needed, optional, width }: FittedTable<T>): string {
  const columns = [...needed];
  const longest = Math.max(6, ...rows.map(({ name }) => name.length));
  for (const column of optional) if (widthOf([...columns, column], rows) + longest <= width) columns.push(column);
  const room = Math.max(8, width - widthOf(columns, rows));
  return table(
    ['stream', ...columns.map(({ title }) => title)],
    rows.map((one) => [cut(one.name, room), ...columns.map(({ cell }) => cell(one))]),
  );
}

/** Of columns with the gaps before them. */
const widthOf = <T>(columns: readonly Column<T>[], rows: readonly T[]): number =>
  columns.reduce(
    (sum, { title, cell }) => sum + 2 + Math.max(title.length, ...rows.map((one) => textOf(cell(one)).length)),
    0,
  );

const textOf = (cell: Cell): string => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell);
