import type { Random } from '../engine/random.ts';
import type { Workspace } from '../resources/workspace.ts';

/** Something that people do, at a second; false where there is nothing to do it to. */
export type Change = (workspace: Workspace, random: Random, seconds: number) => unknown;

/** By what it is called, how often it happens, and what it is. */
export type Changes = Record<string, [times: number, change: Change]>;

/** One of them that fits, if there is one. */
export function someOf<T>(map: ReadonlyMap<string, T>, random: Random, fits: (one: T) => boolean): T | undefined {
  const found = [...map.values()].filter(fits);
  return found.length === 0 ? undefined : random.pick(found);
}
