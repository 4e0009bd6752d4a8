/** A source of pseudo-random choices that gives the same sequence for the same seed. */
export interface Random {
  /** A number in [0, 1). */
  next(): number;
  /** A whole number between both bounds, inclusive. */
  int(min: number, max: number): number;
  /** True with the given probability. */
  chance(probability: number): boolean;
  pick<T>(list: readonly T[]): T;
  /** `count` different members of the list, in random order (all of them if the list is shorter). */
  sample<T>(list: readonly T[], count: number): T[];
  /** `length` hexadecimal digits. */
  hex(length: number): string;
}

/** A generator (mulberry32) whose sequence depends on the seed and on what it is used for. */
export function createRandom(seed: number, purpose = ''): Random {
  let state = seed | 0;
  for (const char of purpose) state = Math.imul(state ^ char.codePointAt(0)!, 0x01000193) + 0x9e3779b9;

  const next = (): number => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const int = (min: number, max: number): number => min + Math.floor(next() * (max - min + 1));

  return {
    next,
    int,
    chance: (probability) => next() < probability,
    pick: (list) => list[int(0, list.length - 1)]!,
    sample(list, count) {
      if (count * 4 < list.length) {
        const some = new Set<number>();
        while (some.size < count) some.add(int(0, list.length - 1));
        return [...some].map((index) => list[index]!);
      }
      const rest = [...list];
      const taken = Math.min(count, rest.length);
      for (let i = 0; i < taken; i++) {
        const j = int(i, rest.length - 1);
        [rest[i], rest[j]] = [rest[j]!, rest[i]!];
      }
      return rest.slice(0, taken);
    },
    hex(length) {
      let digits = '';
      while (digits.length < length) digits += int(0, 0xffff).toString(16).padStart(4, '0');
      return digits.slice(0, length);
    },
  };
}
