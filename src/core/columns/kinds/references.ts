/** The kinds that name another record by its id: in records as Intercom gives it, in tables as text, as every record has its own id. */
import type { Cell, Kind } from '../kind.ts';
import { int } from './numbers.ts';
import { text } from './text.ts';

/** Intercom names no record by 0 or by an empty text: both say that there is none. */
const none = new Set(['', '0']);

function cell(value: unknown): Cell | undefined {
  const id = typeof value === 'boolean' ? undefined : text.cell(value);
  return typeof id === 'string' && none.has(id) ? null : id;
}

export const textReference: Kind = {
  ...text,
  meaning: 'the id of another record, a string; in tables NULL where it is empty or 0',
  cell,
};

export const intReference: Kind = {
  ...int,
  meaning: 'the id of another record, a whole number; in tables text, and NULL where it is 0',
  cell,
  cellType: 'text',
};
