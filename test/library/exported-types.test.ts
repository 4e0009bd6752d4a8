/** A user of the library can name every type that it speaks of. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { unexportedTypes } from './exported-types.ts';

const root = join(import.meta.dirname, '../..');
const readBuilt = (file: string) => readFileSync(join(root, 'dist', file), 'utf8');

/** Made and looked into by the package alone: what they are made of needs no name. */
const opaque = ['Layout'];

test('every type that an exported declaration mentions is exported', () => {
  expect(unexportedTypes('index.d.ts', readBuilt, opaque)).toEqual([]);
});

/** Worked out from the simulator's registry, and how faults answer: no user writes these. */
const ofTheSimulator = ['Listings', 'OwnTruths', 'Store', 'Mutators', 'Resources', 'Held', 'Incoming'];

test('the same holds of the simulator', () => {
  const found = unexportedTypes('simulator/index.d.ts', readBuilt, ofTheSimulator);
  expect(found.filter((one) => !ofTheSimulator.includes(one.split(' ')[0]!))).toEqual([]);
});

test('a type is found wherever it is mentioned, and a value is none', () => {
  const files: Record<string, string> = {
    'index.d.ts': "export { open } from './room/door.ts';\nexport type { Door as Way } from './room/door.ts';\n",
    'room/door.d.ts': [
      "import type { Lock } from './lock.ts';",
      "import type { Unused } from './unused.ts';",
      'interface Handle {\n    turn(): void;\n}',
      '/** Not a Comment. */',
      "export interface Door {\n    kind: 'Name';\n    handle: Handle;\n    colour: typeof colour;\n}",
      'export declare const colour: Colour;',
      'type Colour = string;',
      'export declare function open(lock: Lock): import("./key.ts").Key;',
      'export {};',
    ].join('\n'),
    'room/lock.d.ts': 'export interface Lock {\n    next: Lock;\n}\n',
    'room/key.d.ts': "import type { Lock } from './lock.ts';\nexport type Key = {\n    of: Lock;\n};\n",
  };
  expect(unexportedTypes('index.d.ts', (file) => files[file] ?? expect.fail(file)).sort()).toEqual([
    'Handle of room/door.d.ts, which Door mentions',
    'Key of room/key.d.ts, which open mentions',
    'Lock of room/lock.d.ts, which open mentions',
  ]);
  expect(unexportedTypes('index.d.ts', (file) => files[file] ?? '', ['Door', 'open'])).toEqual([]);
});

test('the build holds no file whose source is gone', () => {
  const built = readdirSync(join(root, 'dist'), { recursive: true, encoding: 'utf8' });
  const sources = built.filter((file) => /\.[jt]s$/.test(file) && !file.startsWith('chunks/'));
  expect(sources.length).toBeGreaterThan(100);
  const sourceOf = (file: string) => join(root, 'src', file.replace(/(\.d\.ts|\.js)$/, '.ts'));
  expect(sources.filter((file) => !existsSync(sourceOf(file)))).toEqual([]);
});

test('the build holds no chunk of the command that nothing imports', () => {
  const chunks = readdirSync(join(root, 'dist/chunks'));
  expect(chunks.length).toBeGreaterThan(10);
  const imported = ['program.js', ...chunks.map((chunk) => `chunks/${chunk}`)].map(readBuilt).join('\n');
  expect(chunks.filter((chunk) => !imported.includes(`/${chunk}"`))).toEqual([]);
});
