/** Lines that hold a record each: what does not change is built once, and a record that is as it came is passed on in its own text. */
import type { Row } from '../core/events.ts';
import { textOf } from '../json/record.ts';
import type { Pieces } from './line-output.ts';

export interface RecordLine {
  /** What comes before the record. */
  head: string;
  /** What comes after it, with the line feed. `at`: unix milliseconds, the same of all rows of a batch. */
  tail(at: number): string;
}

/**
 * Makes the lines of a stream's records. Nothing is masked, since data is data: a customer's message may quote a key, and an altered copy
 * would be a wrong one. Undefined where a record's values lie so deep in each other that it can't be written, nor read by a platform.
 */
export function recordLines({ head: before, tail: after }: RecordLine): (row: Row, at: number) => Pieces | undefined {
  const head = Buffer.from(before);
  let tail = Buffer.alloc(0);
  let tailOf: number | undefined;
  return (row, at) => {
    const data = textBytes(row) ?? objectText(row);
    if (data === undefined) return undefined;
    if (at !== tailOf) tail = Buffer.from(after(at));
    tailOf = at;
    return [head, data, tail];
  };
}

/** What is told of a record that could not be written. `leftOut`: of its stream so far. */
export const leftOutMessage = (stream: string, row: Row, leftOut: number): string =>
  `The record ${String(row.id)} of ${stream} is left out: its values lie too deep in each other to be written (${leftOut} left out of this stream so far).`;

function textBytes(row: Row): Uint8Array | undefined {
  const text = textOf(row);
  return text?.bytes.subarray(text.start, text.end);
}

function objectText(row: Row): string | undefined {
  try {
    return JSON.stringify(row);
  } catch (error) {
    if (error instanceof RangeError) return undefined;
    throw error;
  }
}
