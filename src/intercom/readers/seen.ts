/** Which ids have come, and when each says that it changed. An id is 64 bits of its hash, so that a million take 25 MB. */

export interface Seen {
  /** How many different ids have come; undefined where they were too many to be kept. */
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

/** `most`: so many ids are kept; all that come later pass for new. */
export function createSeen(most = mostIds): Seen {
  let slots = fewestSlots;
  let table = new Uint32Array(slots * width);
  let size = 0;
  let overflown = false;

  /** The place of the slot that holds the hash, or of the empty one where it belongs. */
  const placeOf = (high: number, low: number): number => {
    for (let slot = low & (slots - 1); ; slot = (slot + 1) & (slots - 1)) {
      const place = slot * width;
      if (table[place] === 0 || (table[place] === high && table[place + 1] === low)) return place;
    }
  };

  const grow = () => {
    const old = table;
    slots *= 2;
    table = new Uint32Array(slots * width);
    for (let at = 0; at < old.length; at += width) {
      if (old[at] !== 0) table.set(old.subarray(at, at + width), placeOf(old[at]!, old[at + 1]!));
    }
  };

  return {
    size: () => (overflown ? undefined : size),
    has(id) {
      hash(id);
      return table[placeOf(high, low)] !== 0;
    },
    countFrom(from) {
      let count = 0;
      for (let place = 0; place < table.length; place += width) {
        const time = table[place + 2]!;
        if (table[place] !== 0 && time !== noTime && time >= from) count++;
      }
      return count;
    },
    quietSecond(limit) {
      if (overflown) return undefined;
      const counts = new Uint32Array(lookBack);
      let earlier = 0;
      for (let place = 0; place < table.length; place += width) {
        const time = table[place + 2]!;
        if (table[place] === 0 || time === noTime || time >= limit) continue;
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
      hash(id);
      const place = placeOf(high, low);
      if (table[place] !== 0) {
        const same = table[place + 2] === kept;
        table[place + 2] = kept;
        return same ? 'same' : 'changed';
      }
      if (size >= most) {
        overflown = true;
        return 'new';
      }
      table[place] = high;
      table[place + 1] = low;
      table[place + 2] = kept;
      if (++size > slots * 0.7) grow();
      return 'new';
    },
  };
}

/** The halves of the last hash: kept outside, so that none makes an object. */
let high = 0;
let low = 0;

/** cyrb53's mixing (public domain, by bryc), with all 64 bits kept. */
function hash(text: string): void {
  let a = 0xdead_beef;
  let b = 0x41c6_ce57;
  for (let i = 0; i < text.length; i++) {
    const code = text.charCodeAt(i);
    a = Math.imul(a ^ code, 2_654_435_761);
    b = Math.imul(b ^ code, 1_597_334_677);
  }
  const mixed = Math.imul(a ^ (a >>> 16), 2_246_822_507) ^ Math.imul(b ^ (b >>> 13), 3_266_489_909);
  low = (Math.imul(b ^ (b >>> 16), 2_246_822_507) ^ Math.imul(mixed ^ (mixed >>> 13), 3_266_489_909)) >>> 0;
  high = mixed >>> 0 || 1;
}
