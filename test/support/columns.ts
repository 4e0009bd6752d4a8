/** Columns of every kind and depth, by chance. */
import fc, { type Arbitrary } from 'fast-check';
import {
  bool,
  type Column,
  type Columns,
  epoch,
  int,
  json,
  list,
  number,
  object,
  text,
  timestamp,
} from '../../src/core/columns/columns.ts';

/** Up to `maxKeys` columns by these names, and the same again inside of objects. */
export const anyColumns = (names: Arbitrary<string>, maxKeys: number): Arbitrary<Columns> =>
  fc.letrec<{ column: Column; columns: Columns }>((tie) => ({
    column: fc.oneof(
      { maxDepth: 3 },
      fc.constantFrom(text, int, number, bool, epoch, timestamp, json),
      tie('columns').map(object),
      tie('column').map(list),
    ),
    columns: fc.dictionary(names, tie('column'), { maxKeys }),
  })).columns;
