/** Tables for a terminal: columns as wide as their content, numbers to the right. */

export type Cell = string | number;

export interface TableOptions {
  /** Which columns go to the right; default those in which every cell is a number. */
  numeric?: readonly boolean[];
  /** Characters in a line at most: wider columns are cut. Default any number. */
  width?: number;
}

const gap = '  ';

/** Cut to fewer characters a column says nothing. */
const leastWidth = 6;

/** The table's lines, the header underlined, each ended by a newline. */
export function table(
  header: readonly string[],
  rows: readonly (readonly Cell[])[],
  { numeric, width = Number.POSITIVE_INFINITY }: TableOptions = {},
): string {
  const texts = rows.map((row) => row.map(show));
  const wanted = header.map((title, i) => Math.max(title.length, ...texts.map((row) => row[i]?.length ?? 0)));
  const isNumeric = numeric ?? header.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const widths = narrowed(wanted, width - gap.length * (header.length - 1));
  const line = (cells: readonly string[]) =>
    cut(
      cells
        .map((cell, i) => {
          const own = widths[i] ?? 0;
          return isNumeric[i] ? cut(cell, own).padStart(own) : cut(cell, own).padEnd(own);
        })
        .join(gap)
        .trimEnd(),
      width,
    );
  const rule = cut(widths.map((own) => '─'.repeat(own)).join(gap), width);
  return [line(header), rule, ...texts.map(line), ''].join('\n');
}

const show = (cell: Cell): string => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell);

const cut = (text: string, width: number): string => (text.length > width ? `${text.slice(0, width - 1)}…` : text);

/** The widest columns give way first, all to the same width. */
function narrowed(wanted: readonly number[], room: number): number[] {
  const total = (most: number) => wanted.reduce((sum, width) => sum + Math.min(width, most), 0);
  let most = Math.max(...wanted, leastWidth);
  while (most > leastWidth && total(most) > room) most--;
  return wanted.map((width) => Math.min(width, most));
}
