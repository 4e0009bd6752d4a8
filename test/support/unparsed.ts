import { expect } from 'vitest';
import type { Columns } from '../../src/core/columns/columns.ts';
import type { Row } from '../../src/core/events.ts';
import { layoutOf } from '../../src/json/layout.ts';
import { recordAt, textOf } from '../../src/json/record.ts';

/** The row as a page holds it: not parsed. */
export function unparsed(json: string, columns: Columns = {}): Row {
  const { record } = recordAt(layoutOf(columns), Buffer.from(json), 0)!;
  expect(textOf(record)).toBeDefined();
  return record;
}
