/** The command that prints columns: what it prints, and what it says where it can't. */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import { printedColumns } from '../../scripts/printed-columns.ts';

const folder = mkdtempSync(join(tmpdir(), 'columns-'));
afterAll(() => rmSync(folder, { recursive: true }));

const file = join(folder, 'openapi.yaml');
writeFileSync(
  file,
  'components: { schemas: { note: { type: object, properties: { id: { type: string }, read_at: { type: integer } } } } }\n',
);

const unrelated = join(folder, 'unrelated.json');
writeFileSync(unrelated, '{}');

const printed = [
  "import { type Columns, epoch, text } from '../../core/columns/columns.ts';",
  '',
  'export const noteColumns: Columns = {',
  '  id: text,',
  '  read_at: epoch,',
  '};',
  '',
].join('\n');

test('prints the columns of a schema, of the document of either name', () => {
  expect(printedColumns(['note', '--spec', file], {})).toBe(printed);
  expect(printedColumns(['note'], { INTERCOM_OPENAPI: file })).toBe(printed);
});

test.each<[string, string[], string]>([
  ['without a document', ['note'], 'https://github.com/intercom/Intercom-OpenAPI'],
  ['of a file that is not there', ['note', '--spec', join(folder, 'none.yaml')], 'none.yaml cannot be read: ENOENT'],
  ['of a file that is no such document', ['note', '--spec', unrelated], 'has no component schemas'],
  ['of a schema that is not there', ['not', '--spec', file], 'has no schema not. It has note.'],
  ['without a schema', [], 'npm run columns -- SCHEMA'],
  ['for an option that is none', ['note', '--file', file], "Unknown option '--file'"],
])('prints nothing %s, and says why', (_, args, message) => {
  expect(() => printedColumns(args, {})).toThrow(message);
});
