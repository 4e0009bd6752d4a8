/** Rows without what is left out of them, and with hashes in place of what is hashed. */
import type { Row } from '../core/events.ts';
import { jsonText } from '../core/json/encode.ts';
import { parsed } from '../json/record.ts';
import type { FieldMasks, Mask } from './mask.ts';

/** The hash of a text. */
export type Hash = (text: string) => string;

/** Lists that lie deeper in each other are no list that Intercom gives. */
const deepestLists = 100;

/**
 * A function that masks rows. They are not changed: each is a copy. A record is never passed on in the text in which it came, even where
 * it holds nothing to be masked: the text may have a field twice, of which only the last one counts.
 */
export function rowMasker(masks: FieldMasks, hash: Hash): (row: Row) => Row {
  const maskFields = fieldsMasker(masks, hash);
  return (row) => maskFields(parsed(row)) as Row;
}

function fieldsMasker(masks: FieldMasks, hash: Hash): (value: object) => object {
  const maskers = [...masks].map(([field, mask]) => ({ field, mask: valueMasker(mask, hash) }));
  return (value) => {
    const copy: Row = { ...value };
    for (const { field, mask } of maskers) {
      if (!Object.hasOwn(copy, field)) continue;
      if (mask) copy[field] = mask(copy[field], 0);
      else delete copy[field];
    }
    return copy;
  };
}

/** `depth`: of the lists that it is in. */
type MaskValue = (value: unknown, depth: number) => unknown;

/** Undefined where the value is left out. */
function valueMasker(mask: Mask, hash: Hash): MaskValue | undefined {
  if (mask === 'exclude') return undefined;
  const maskOne = mask === 'hash' ? (value: unknown) => hash(textOf(value)) : withFields(fieldsMasker(mask, hash));
  return function maskValue(value, depth): unknown {
    if (value === null || value === undefined) return value;
    if (!Array.isArray(value)) return maskOne(value);
    return depth < deepestLists ? value.map((item) => maskValue(item, depth + 1)) : null;
  };
}

const withFields =
  (maskFields: (value: object) => object) =>
  (value: unknown): unknown =>
    typeof value === 'object' ? maskFields(value as object) : value;

/** A value that is no text is hashed as it is written. */
const textOf = (value: unknown): string => (typeof value === 'string' ? value : jsonText(value));
