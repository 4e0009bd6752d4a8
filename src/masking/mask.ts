/** What is masked in a stream's rows: a tree of fields, in which a list stands for each of its items. Pure. */
import type { Place } from './paths.ts';

/** What becomes of a value, or of the fields inside it. */
export type Mask = 'exclude' | 'hash' | FieldMasks;
export type FieldMasks = ReadonlyMap<string, Mask>;

/** The masks of one stream. What is left out is not hashed, and what a rule takes as a whole has no others inside. */
export function fieldMasks(excluded: readonly Place[], hashed: readonly Place[]): FieldMasks {
  const masks = new Map<string, Mask>();
  for (const { fields } of hashed) add(masks, fields, 'hash');
  for (const { fields } of excluded) add(masks, fields, 'exclude');
  return masks;
}

function add(masks: Map<string, Mask>, [field, ...rest]: readonly string[], mask: 'exclude' | 'hash'): void {
  if (field === undefined) return;
  const held = masks.get(field);
  if (rest.length === 0) {
    masks.set(field, mask);
  } else if (typeof held !== 'string') {
    const within = new Map(held);
    add(within, rest, mask);
    masks.set(field, within);
  }
}

/** Every rule with its path, in an order that does not depend on the configuration's. */
export const rulesIn = (masks: FieldMasks): [path: string[], rule: 'exclude' | 'hash'][] =>
  [...masks]
    .sort(([a], [b]) => (a < b ? -1 : 1))
    .flatMap(([field, mask]) =>
      typeof mask === 'string'
        ? [[[field], mask] as [string[], 'exclude' | 'hash']]
        : rulesIn(mask).map(([path, rule]): [string[], 'exclude' | 'hash'] => [[field, ...path], rule]),
    );
