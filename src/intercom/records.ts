/** Parsing pages: record by record, each with the text in which it came. */
import { isAscii, isUtf8 } from 'node:buffer';
import { keepText } from '../exact-text.ts';

type Parsed = { [field: string]: unknown };

const [lineFeed, comma, closingBracket] = [0x0a, 0x2c, 0x5d];

/** Stands for the records while the rest of the body is parsed. */
const place = '"records"';

/**
 * Parses a body whose field `items` lists records, keeping each record's text. Undefined where the body is not laid out in
 * the one way that can be cut without reading every byte: each record begins by the same field and value, which begins
 * nothing else, and all is on one line. A cut is never believed: the body is what it seems only if every piece parses.
 */
export function parseRecords(body: Buffer, items: string): Parsed | undefined {
  const opening = `"${items}":[`;
  const from = body.indexOf(opening) + opening.length;
  const to = body.lastIndexOf(closingBracket);
  if (from < opening.length || to <= from || body.includes(lineFeed) || !isUtf8(body)) return undefined;
  try {
    const rest = JSON.parse(body.toString('utf8', 0, from) + place + body.toString('utf8', to)) as Parsed;
    if (!isPlace(rest[items])) return undefined;
    rest[items] = cut(body.subarray(from, to)).map(parseRecord);
    return rest;
  } catch {
    return undefined;
  }
}

const isPlace = (value: unknown): boolean => Array.isArray(value) && value.length === 1 && value[0] === 'records';

/** Cuts a list's inside at each comma that is followed by what the first record begins with, such as `{"type":"contact"`. */
function cut(list: Buffer): Buffer[] {
  const mark = Buffer.concat([Buffer.of(comma), list.subarray(0, list.indexOf(comma))]);
  const pieces: Buffer[] = [];
  let from = 0;
  for (let at = list.indexOf(mark, mark.length); at >= 0; at = list.indexOf(mark, at + mark.length)) {
    pieces.push(list.subarray(from, at));
    from = at + 1;
  }
  pieces.push(list.subarray(from));
  return pieces;
}

function parseRecord(text: Buffer): object {
  // Most records are plain ASCII, which is decoded several times as fast.
  const record: unknown = JSON.parse(text.toString(isAscii(text) ? 'latin1' : 'utf8'));
  if (typeof record !== 'object' || record === null || Array.isArray(record)) throw new TypeError('no record');
  return keepText(record, text);
}
