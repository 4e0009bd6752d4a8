/** The registry: every kind of column there is. A new one is a literal in kinds/ and a name here. */
import type { Kind } from './kind.ts';
import { bool } from './kinds/bool.ts';
import { json, list, object } from './kinds/json.ts';
import { int, number } from './kinds/numbers.ts';
import { intReference, textReference } from './kinds/references.ts';
import { text } from './kinds/text.ts';
import { epoch, timestamp } from './kinds/times.ts';

/** The kinds of columns that hold no other columns. */
export const scalarKinds = {
  text,
  int,
  number,
  bool,
  epoch,
  timestamp,
  text_reference: textReference,
  int_reference: intReference,
  json,
} satisfies Record<string, Kind>;

export type ScalarKind = keyof typeof scalarKinds;

/** All kinds by name, those of objects and lists among them. */
export const kinds: Readonly<Record<ScalarKind | 'object' | 'list', Kind>> = { ...scalarKinds, object, list };
