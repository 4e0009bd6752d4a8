/** Tables for a terminal: columns as wide as their content, numbers to the right. */

export type Cell = string | number;

/** The table's lines, the header underlined, each ended by a newline. */
export function table(header: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map(show));
  const widths = header.map((title, i) => Math.max(title.length, ...texts.map((row) => row[i]?.length ?? 0)));
  const isNumeric = header.map((_, i) => rows.length > 0 && rows.every((row) => typeof row[i] === 'number'));
  const line = (cells: readonly string[]) =>
    cells
      .map((cell, i) => (isNumeric[i] ? cell.padStart(widths[i] ?? 0) : cell.padEnd(widths[i] ?? 0)))
      .join('  ')
      .trimEnd();
  return [line(header), widths.map((width) => '─'.repeat(width)).join('  '), ...texts.map(line), ''].join('\n');
}

const show = (cell: Cell): string => (typeof cell === 'number' ? cell.toLocaleString('en-US') : cell);
