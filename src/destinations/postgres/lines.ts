/** Lines of COPY, written into buffers as they come: strings that wait to be sent would fill the heap, and be moved about by its collector. */

/** Bytes of a buffer; a longer line gets one of its own. */
const bufferSize = 262_144;

export interface Lines {
  readonly count: number;
  /** Bytes. */
  readonly size: number;
  add(line: string): void;
  /** All, but those at the positions `without`, counted from 0 and ascending. */
  chunks(without?: readonly number[]): Iterable<Buffer>;
}

interface Filled {
  bytes: Buffer;
  /** Where each line ends. */
  ends: number[];
}

export function createLines(): Lines {
  const filled: Filled[] = [];
  let count = 0;
  let size = 0;
  let at = 0;

  /** The buffer that has room for a line, and where. */
  function roomFor(line: string): Filled {
    // A character takes three bytes at most.
    const most = line.length * 3;
    const last = filled.at(-1);
    if (last && last.bytes.length - at >= most) return last;
    const needed = most > bufferSize ? Buffer.byteLength(line) : most;
    if (last && last.bytes.length - at >= needed) return last;
    at = 0;
    const next = { bytes: Buffer.allocUnsafeSlow(Math.max(bufferSize, needed)), ends: [] };
    filled.push(next);
    return next;
  }

  return {
    get count() {
      return count;
    },
    get size() {
      return size;
    },
    add(line) {
      const { bytes, ends } = roomFor(line);
      const written = bytes.write(line, at);
      at += written;
      size += written;
      count += 1;
      ends.push(at);
    },
    *chunks(without = []) {
      let dropped = 0;
      let first = 0;
      for (const { bytes, ends } of filled) {
        let start = 0;
        for (; without[dropped]! < first + ends.length; dropped++) {
          const position = without[dropped]! - first;
          const before = position === 0 ? 0 : ends[position - 1]!;
          if (before > start) yield bytes.subarray(start, before);
          start = ends[position]!;
        }
        const end = ends.at(-1)!;
        if (end > start) yield bytes.subarray(start, end);
        first += ends.length;
      }
    },
  };
}
