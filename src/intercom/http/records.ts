/** Parsing pages: their records are left as they came, until someone looks inside. */
import { isUtf8 } from 'node:buffer';
import { brace, bracket, colon, comma, endOfList, endOfObject, quote } from '../../core/json/bytes.ts';
import type { Layout } from '../../json/layout.ts';
import { recordAt } from '../../json/record.ts';
import { endOfString, endOfValue } from '../../json/text.ts';

type Parsed = { [field: string]: unknown };

/** The field of a response that lists records, and what they look like. */
export interface RecordList {
  field: string;
  layout: Layout;
}

/** Where the list is in a body, in bytes, and what it lists. */
interface FoundList {
  start: number;
  end: number;
  records: object[];
}

/**
 * Parses a body that lists records. Undefined where it is no such body, or is laid out as Intercom never does, so that only
 * JSON.parse can read it: see json/text.ts.
 */
export function parseRecords(body: Buffer, list: RecordList): Parsed | undefined {
  if (!isUtf8(body)) return undefined;
  const found = findList(body, list);
  if (!found) return undefined;
  const before = body.toString('utf8', 0, found.start);
  const after = body.toString('utf8', found.end);
  const rest = JSON.parse(`${before}[]${after}`) as Parsed;
  rest[list.field] = found.records;
  return rest;
}

function findList(body: Buffer, { field, layout }: RecordList): FoundList | undefined {
  const name = Buffer.from(`${JSON.stringify(field)}:`);
  let list: FoundList | undefined;
  if (body[0] !== brace) return undefined;
  for (let at = 1; ; at++) {
    const nameEnd = body[at] === quote ? endOfString(body, at) : -1;
    if (nameEnd < 0 || body[nameEnd] !== colon) return undefined;
    const value = nameEnd + 1;
    if (name.equals(body.subarray(at, value))) {
      // Of two lists of one name JSON.parse believes the last.
      list = list ? undefined : readList(layout, body, value);
      if (!list) return undefined;
      at = list.end;
    } else {
      at = endOfValue(body, value);
      if (at < 0) return undefined;
    }
    if (body[at] === endOfObject) return at === body.length - 1 ? list : undefined;
    if (body[at] !== comma) return undefined;
  }
}

/** Undefined where something in the list is no object. */
function readList(layout: Layout, body: Buffer, start: number): FoundList | undefined {
  if (body[start] !== bracket) return undefined;
  if (body[start + 1] === endOfList) return { start, end: start + 2, records: [] };
  const records: object[] = [];
  for (let at = start + 1; ; at++) {
    const found = recordAt(layout, body, at);
    if (!found) return undefined;
    records.push(found.record);
    at = found.end;
    if (body[at] === endOfList) return { start, end: at + 1, records };
    if (body[at] !== comma) return undefined;
  }
}
