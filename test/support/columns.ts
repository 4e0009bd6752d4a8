/** Columns of every kind and depth, by chance. */
import fc, { type Arbitrary } from 'fast-check';
import { type Column, type Columns, list, object } from '../../src/core/columns/columns.ts';
import { type ScalarKind, scalarKinds } from '../../src/core/columns/kinds.ts';

const scalars = Object.keys(scalarKinds).map((kind): Column => ({ kind: kind as ScalarKind }));

/** Up to `maxKeys` columns by these names, and the same again inside of objects. */
export const anyColumns = (names: Arbitrary<string>, maxKeys: number): Arbitrary<Columns> =>
  fc.letrec<{ column: Column; columns: Columns }>((tie) => ({
    column: fc.oneof({ maxDepth: 3 }, fc.constantFrom(...scalars), tie('columns').map(object), tie('column').map(list)),
    columns: fc.dictionary(names, tie('column'), { maxKeys }),
  })).columns;
