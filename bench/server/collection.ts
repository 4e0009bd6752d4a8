/** A collection of any size in little memory: records are numbers, their bodies are rendered from a few templates. */
import { render, type Template } from './template.ts';

export interface Collection {
  readonly size: number;
  /** The positions [first, end) of the records changed after `after` and before `before` (unix seconds), oldest first. */
  between(after: number, before: number): [number, number];
  /** The records at these positions as the text of a JSON list. */
  list(first: number, end: number, descending?: boolean): Buffer;
  /** The position behind a cursor of `cursorOf`. */
  behind(cursor: string): number;
  cursorOf(position: number): string;
  /** The id of the simulator's record of which the one of this id was made. */
  modelOf(id: string): string;
  /** One record in its detailed form; undefined where there is none of this id. */
  detail(id: string): Buffer | undefined;
  /** Lets this share of the records, evenly chosen, change evenly over [from, to). */
  change(share: number, from: number, to: number): void;
  /** How many changed at or after a moment, and how many requests of their own they need. */
  changedSince(seconds: number): { records: number; details: number };
}

export interface CollectionOptions {
  size: number;
  templates: readonly Template[];
  details?: readonly Template[];
  /** A record's id begins with it, its number fills up to `idWidth`. */
  idPrefix: string;
  idWidth: number;
  /** When record `i` changed, ascending, unix seconds. */
  time(i: number): number;
}

export function createCollection({ size, templates, details = templates, ...options }: CollectionOptions): Collection {
  const { idPrefix, idWidth } = options;
  const times = Float64Array.from({ length: size }, (_, i) => options.time(i));
  let order = Uint32Array.from({ length: size }, (_, i) => i);

  const idOf = (record: number) => idPrefix + String(record).padStart(idWidth - idPrefix.length, '0');
  const recordOf = (id: string) => Number(id.slice(idPrefix.length));
  const templateFor = (record: number) => templates[record % templates.length]!;

  /** The first position whose record is not before (time, record). */
  const placeOf = (time: number, record: number): number => {
    let low = 0;
    let high = size;
    while (low < high) {
      const middle = (low + high) >> 1;
      const other = order[middle]!;
      if (times[other]! < time || (times[other] === time && other < record)) low = middle + 1;
      else high = middle;
    }
    return low;
  };

  return {
    size,
    between: (after, before) => [
      placeOf(after + 1, 0),
      before === Number.POSITIVE_INFINITY ? size : placeOf(before, 0),
    ],
    list(first, end, descending = false) {
      const records = [...order.subarray(first, end)];
      if (descending) records.reverse();
      const length = records.reduce((sum, record) => sum + templateFor(record).bytes.length + 1, 1);
      const body = Buffer.allocUnsafe(records.length === 0 ? 2 : length);
      let at = 0;
      for (const record of records) {
        body[at] = at === 0 ? 0x5b : 0x2c;
        at = render(templateFor(record), body, at + 1, idOf(record), times[record]!);
      }
      if (at === 0) body[at++] = 0x5b;
      body[at] = 0x5d;
      return body;
    },
    cursorOf: (position) => `${times[order[position]!]}-${order[position]}`,
    behind(cursor) {
      const [time, record] = cursor.split('-').map(Number) as [number, number];
      return placeOf(time, record + 1);
    },
    modelOf: (id) => templateFor(recordOf(id)).model,
    detail(id) {
      const record = recordOf(id);
      if (!(record < size)) return undefined;
      const template = details[record % details.length]!;
      const body = Buffer.allocUnsafe(template.bytes.length);
      render(template, body, 0, id, times[record]!);
      return body;
    },
    change(share, from, to) {
      const count = Math.round(size * share);
      for (let i = 0; i < count; i++) {
        times[Math.floor((i * size) / count)] = Math.floor(from + ((to - from) * i) / count);
      }
      order = order.sort((a, b) => times[a]! - times[b]! || a - b);
    },
    changedSince(seconds) {
      const changed = order.subarray(placeOf(seconds, 0));
      const details = changed.reduce((sum, record) => sum + templateFor(record).details, 0);
      return { records: changed.length, details };
    },
  };
}
