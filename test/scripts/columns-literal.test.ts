/** What is printed is what a stream's file holds: it compiles to the same columns, and the formatter leaves it as it is. */
import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { expect, test } from 'vitest';
import { columnsModule } from '../../scripts/columns-literal.ts';
import * as kinds from '../../src/core/columns/columns.ts';

const { bool, epoch, int, json, list, number, object, text, timestamp } = kinds;

const root = fileURLToPath(new URL('../..', import.meta.url));

const wide = object({
  a_rather_long_name: text,
  another_rather_long_name: text,
  yet_another_rather_long_name: text,
  'with-a-dash': object({ n: int }),
});

const columns: kinds.Columns = {
  id: text,
  text,
  at: epoch,
  when: timestamp,
  'pt-BR': bool,
  "it's": number,
  map: object({}),
  words: list(text),
  small: object({ type: text, id: text }),
  wide,
  many: list(wide),
  deep: list(list(object({ wide, any: json }))),
  nearly_too_wide_for_one_line: object({
    first_of_three: text,
    second_of_three: text,
    third: list(list(int)),
    last: text,
  }),
};

const checked = (code: string): string => {
  const { stdout, stderr } = spawnSync(
    process.execPath,
    ['node_modules/@biomejs/biome/bin/biome', 'check', '--write', '--stdin-file-path=src/streams/common/printed.ts'],
    { cwd: root, input: code, encoding: 'utf8' },
  );
  return stdout || stderr;
};

test('is left as it is by the formatter, imports included', () => {
  const few = { id: text, name: text };
  for (const code of [columnsModule('data_export', columns), columnsModule('few', few)]) {
    expect(checked(code)).toBe(code);
  }
});

test('gives the columns it was printed from', () => {
  const body = columnsModule('data_export', columns)
    .replace(/^import [^;]*;/, '')
    .replace('export const dataExportColumns: Columns =', 'return');
  const evaluated: unknown = new Function(...Object.keys(kinds), body)(...Object.values(kinds));
  expect(evaluated).toEqual(columns);
});

test('imports the kinds it needs, by their order', () => {
  expect(columnsModule('x', { b: text, a: list(int) })).toBe(
    [
      "import { type Columns, int, list, text } from '../../core/columns/columns.ts';",
      '',
      'export const xColumns: Columns = {',
      '  b: text,',
      '  a: list(int),',
      '};',
      '',
    ].join('\n'),
  );
});
