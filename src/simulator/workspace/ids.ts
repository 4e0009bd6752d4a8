import type { Random } from '../random.ts';

/** Makes the ids of new objects; the same seed makes the same ids. */
export interface Ids {
  /** 24 hexadecimal digits of which the first 8 are the time, as contacts, companies and segments have. */
  object(seconds: number): string;
  /** The next number of a family, in decimal digits. */
  number(family: NumberFamily): string;
}

/**
 * Where each family of numbers begins and how far apart they lie. Conversation and part ids cross 2^53
 * (9007199254740992) early, since Intercom's have outgrown what a double can hold.
 */
const FAMILIES = {
  admin: { from: 991267400n, step: 9 },
  team: { from: 5017600n, step: 40 },
  tag: { from: 120300n, step: 60 },
  note: { from: 17495000n, step: 90 },
  attribute: { from: 12800n, step: 20 },
  subscription: { from: 123400n, step: 20 },
  conversation: { from: 9007199254600000n, step: 2500 },
  part: { from: 9007199254500000n, step: 900 },
  message: { from: 403918000n, step: 50 },
  ticket: { from: 215470000000000n, step: 900 },
  ticketNumber: { from: 1000n, step: 1 },
  ticketType: { from: 2000n, step: 9 },
  ticketState: { from: 8200n, step: 9 },
} as const;

type NumberFamily = keyof typeof FAMILIES;

/** The ids of one workspace. */
export function createIds(random: Random): Ids {
  const last = new Map<NumberFamily, bigint>();
  let objects = 0;
  return {
    object(seconds) {
      objects += 1;
      return seconds.toString(16).padStart(8, '0').slice(-8) + random.hex(10) + objects.toString(16).padStart(6, '0');
    },
    number(family) {
      const { from, step } = FAMILIES[family];
      const id = (last.get(family) ?? from) + BigInt(random.int(1, step));
      last.set(family, id);
      return String(id);
    },
  };
}
