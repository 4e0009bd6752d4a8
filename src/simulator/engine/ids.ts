import type { Random } from './random.ts';

/** Makes the ids of new objects; the same seed makes the same ids. */
export interface Ids {
  /** 24 hexadecimal digits of which the first 8 are the time, as contacts, companies and segments have. */
  object(seconds: number): string;
  /** The next number of a kind of object, in decimal digits. */
  number(ids: NumberIds): string;
}

/** Where the numbers of a kind of object begin, and how far apart they lie at most. */
export interface NumberIds {
  readonly from: bigint;
  readonly step: number;
}

/** The ids of one workspace. */
export function createIds(random: Random): Ids {
  const last = new Map<NumberIds, bigint>();
  let objects = 0;
  return {
    object(seconds) {
      objects += 1;
      return seconds.toString(16).padStart(8, '0').slice(-8) + random.hex(10) + objects.toString(16).padStart(6, '0');
    },
    number(ids) {
      const id = (last.get(ids) ?? ids.from) + BigInt(random.int(1, ids.step));
      last.set(ids, id);
      return String(id);
    },
  };
}
