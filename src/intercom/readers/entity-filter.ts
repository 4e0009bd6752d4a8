/** What may be passed on of a list: objects that have an id. The rest is counted and reported, never shown. */
import { textOf } from '../../json/record.ts';
import type { Entity, ReadContext } from './reader.ts';

export interface EntityFilter {
  /** The item as a record; undefined where it is none that can be used. */
  entity(item: unknown): Entity | undefined;
  /** Says, once, how many could not be used, if any. */
  reportUnusable(): void;
}

export interface EntityRules {
  /** The field that identifies a record; default `id`. */
  key?: string;
  /** Whether that field's value is one; default: a text that is not empty, or a number. */
  isKey?(value: unknown): boolean;
}

/** How deep values lie in each other at most: what is deeper can't be written down again. */
const deepest = 500;

const isId = (value: unknown): boolean => (typeof value === 'string' && value !== '') || Number.isFinite(value);

/** `what`: what people may call the list. */
export function createEntityFilter(
  what: string,
  log: ReadContext['log'],
  { key = 'id', isKey = isId }: EntityRules = {},
): EntityFilter {
  const leftOut = new Map<string, number>();
  const leaveOut = (why: string) => {
    leftOut.set(why, (leftOut.get(why) ?? 0) + 1);
    return undefined;
  };

  return {
    entity(item) {
      if (typeof item !== 'object' || item === null) return leaveOut('no record at all');
      // The text of an unparsed one was read: it is an object, and none that is too deep.
      const isText = textOf(item) !== undefined;
      if (!isText && Array.isArray(item)) return leaveOut('no record at all');
      if (!isKey((item as Entity)[key])) return leaveOut(`without a valid ${key}`);
      if (!isText && isDeeper(item, deepest)) return leaveOut(`nested more than ${deepest} levels deep`);
      return item as Entity;
    },
    reportUnusable() {
      if (leftOut.size === 0) return;
      const reasons = [...leftOut].map(([why, times]) => `${times} ${why}`).join(', ');
      leftOut.clear();
      log('warn', `Items of ${what} can't be used and are left out: ${reasons}.`);
    },
  };
}

/** Without recursion, which would end where the stack does. */
function isDeeper(value: object, levels: number): boolean {
  let level: object[] = [value];
  for (let depth = 1; level.length > 0; depth++) {
    if (depth > levels) return true;
    level = level.flatMap((one) => Object.values(one).filter((child) => typeof child === 'object' && child !== null));
  }
  return false;
}
