/** Descriptions of columns: that a reference says to what it refers, and a length of time its unit. */
import { describe, expect, test } from 'vitest';
import type { Column, Columns } from '../../src/core/columns/columns.ts';
import { streams } from '../support/registry.ts';

interface Found {
  path: string;
  name: string;
  column: Column;
}

function columnsIn(columns: Columns, path: string): Found[] {
  return Object.entries(columns).flatMap(([name, column]) => {
    const own = { path: `${path}.${name}`, name, column };
    const inner = column.kind === 'list' ? column.item : column;
    return [own, ...(inner.kind === 'object' ? columnsIn(inner.fields, own.path) : [])];
  });
}

const found = streams.flatMap(({ name, columns }) => columnsIn(columns, name));
const names = new Set(streams.map(({ name }) => name));

/** What no table of ours has. */
const elsewhere = /^The workspace's id\.|no table has them\./;

/** Whether it names a stream, or says that no table has it. */
const saysWhat = ({ column: { description = '' } }: Found): boolean =>
  elsewhere.test(description) ||
  (description.match(/\w+/g) ?? []).some((word) => word.includes('s') && names.has(word));

describe('descriptions', () => {
  test('of references say to which table they refer', () => {
    const references = found.filter(({ column }) => column.kind.endsWith('_reference'));
    expect(references.length).toBeGreaterThanOrEqual(80);
    expect(references.filter((reference) => !saysWhat(reference)).map(({ path }) => path)).toEqual([]);
  });

  test('that say "The id of" name a table', () => {
    const said = found.flatMap(({ path, column }) =>
      [...(column.description ?? '').matchAll(/[Tt]he ids? of (\w+)/g)].map(([, table]) => ({ path, table: table! })),
    );
    expect(said.length).toBeGreaterThan(150);
    expect(said.filter(({ table }) => !names.has(table))).toEqual([]);
  });

  test('of lengths of time say the unit', () => {
    const lengths = found.filter(
      ({ name, column }) =>
        (column.kind === 'int' || column.kind === 'number') &&
        /(^|_)(time|duration|seconds|minutes|ms|median)(_|$)/.test(name),
    );
    expect(lengths.length).toBeGreaterThan(8);
    const silent = lengths.filter(
      ({ column }) => !/(^|\b)([Ss]econds|[Mm]illiseconds|[Mm]inutes)\b/.test(column.description ?? ''),
    );
    expect(silent.map(({ path }) => path)).toEqual([]);
  });

  test('are short sentences', () => {
    for (const { path, column } of found) {
      if (column.description === undefined) continue;
      expect(column.description, path).toMatch(/^\S.*\.$/);
      expect(column.description.length, path).toBeLessThanOrEqual(180);
    }
  });
});
