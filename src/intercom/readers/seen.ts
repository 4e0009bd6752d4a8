/** Which ids a reading has seen, and when each says that it changed. An id is 64 bits of its hash, so that a million take 25 MB. */
import { hashInto } from './id-hash.ts';

export interface Seen {
  /** How many different ids were seen; undefined where they were too many to be kept. */
  size(): number | undefined;
  has(id: string): boolean;
  /** Notes an id with the time at which it says that it changed, if it does; says what of it was known. */
  note(id: string, time: number | undefined): 'new' | 'changed' | 'same';
  /** How many changed at this time or later. */
  countFrom(time: number): number;
  /**
   * The latest second before `limit`, at most a minute before, at which none of them changed; and how many changed earlier.
   * Undefined where there is none, or not all ids were kept.
   */
  quietSecond(limit: number): { second: number; earlier: number } | undefined;
}

/** Three numbers a slot: two halves of the hash, the first never 0 where there is one, and the time. */
const width = 3;
const fewestSlots = 64;
const mostIds = 3_000_000;
const noTime = 0xffff_ffff;
/** How far back a quiet second is looked for. */
const lookBack = 60;

/** `most`: so many ids are kept; all later ones pass for new. */
export function createSeen(most = mostIds): Seen {
  let slots = fewestSlots;
  let table = new Uint32Array(slots * width);
  let size = 0;
  let overflown = false;
  /** The halves of the last hash. */
  const hash = new Uint32Array(2);

  /** The index of the slot that holds a hash, or of the empty one where it belongs. */
  const indexOf = (high: number, low: number): number => {
    for (let slot = low & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const index = slot * width;
      if (table[index] === 0 || (table[index] === high && table[index + 1] === low)) return index;
    }
  };

  const indexOfId = (id: string): number => {
    hashInto(hash, id);
    return indexOf(hash[0]!, hash[1]!);
  };

  const grow = () => {
    const old = table;
    slots *= 2;
    table = new Uint32Array(slots * width);
    for (let at = 0; at < old.length; at += width) {
      if (old[at] !== 0) table.set(old.subarray(at, at + width), indexOf(old[at]!, old[at + 1]!));
    }
  };

  return {
    size: () => (overflown ? undefined : size),
    has: (id) => table[indexOfId(id)] !== 0,
    countFrom(from) {
      let count = 0;
      for (let index = 0; index < table.length; index += width) {
        const time = table[index + 2]!;
        if (table[index] !== 0 && time !== noTime && time >= from) count++;
      }
      return count;
    },
    quietSecond(limit) {
      if (overflown) return undefined;
      const counts = new Uint32Array(lookBack);
      let earlier = 0;
      for (let index = 0; index < table.length; index += width) {
        const time = table[index + 2]!;
        if (table[index] === 0 || time === noTime || time >= limit) continue;
        if (time >= limit - lookBack) counts[limit - 1 - time]!++;
        earlier++;
      }
      for (let back = 0; back < lookBack; back++) {
        if (counts[back] === 0) return { second: limit - 1 - back, earlier };
        earlier -= counts[back]!;
      }
      return undefined;
    },
    note(id, time) {
      const kept = time === undefined ? noTime : time >>> 0;
      const index = indexOfId(id);
      if (table[index] !== 0) {
        const same = table[index + 2] === kept;
        table[index + 2] = kept;
        return same ? 'same' : 'changed';
      }
      if (size >= most) {
        overflown = true;
        return 'new';
      }
      table[index] = hash[0]!;
      table[index + 1] = hash[1]!;
      table[index + 2] = kept;
      if (++size > slots * 0.7) grow();
      return 'new';
    },
  };
}
