/** The glossary of AGENTS.md in names: words of our own for which the field has a term are in no identifier and no file's name. */
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const root = join(import.meta.dirname, '..');

/** Each with the term that stands in its place. */
const privateWords: Record<string, string> = {
  bury: 'tombstone',
  buries: 'tombstone',
  buried: 'tombstone',
  unmet: 'stale',
  misfit: 'mismatch',
  misfits: 'mismatch',
  untold: 'unaccounted',
  supersedes: 'removesFrom',
  fitter: 'converter',
  speller: 'textSlicer',
  mould: 'template',
  gate: 'scheduler',
  wholesetsof: 'replacesChildrenOf',
};

const files = ['src', 'test', 'bench', 'scripts', 'interop'].flatMap((folder) =>
  readdirSync(join(root, folder), { recursive: true, encoding: 'utf8' })
    .filter((name) => name.endsWith('.ts'))
    .map((name) => join(folder, name)),
);

/** Without comments and plain strings, which are prose; what stands in templates is SQL or code as often. */
const withoutProse = (code: string): string =>
  code
    .replace(/\/\*[\s\S]*?\*\//g, ' ')
    .replace(/(^|\s)\/\/.*$/gm, ' ')
    .replace(/'(?:[^'\\\n]|\\.)*'|"(?:[^"\\\n]|\\.)*"/g, "''");

/** The words of `dataView`, `data_view` and `data-view`, and all of them together. */
function wordsOf(name: string): string[] {
  const words = name
    .split(/[^A-Za-z]+|(?<=[a-z])(?=[A-Z])/)
    .filter(Boolean)
    .map((word) => word.toLowerCase());
  return [...new Set([...words, words.join('')])];
}

const privateIn = (name: string): string[] => wordsOf(name).filter((word) => Object.hasOwn(privateWords, word));

test('names are split into their words', () => {
  expect(privateIn('onMisfit')).toEqual(['misfit']);
  expect(privateIn('wholeSetsOf')).toEqual(['wholesetsof']);
  expect(privateIn('_buried')).toEqual(['buried']);
  expect(privateIn('aggregate')).toEqual([]);
  expect(withoutProse("const a = 'misfit'; // misfit\n/* misfit */ call(b)")).not.toContain('misfit');
});

test('no identifier holds a private word', () => {
  const found = files
    .filter((file) => file !== join('test', 'glossary.test.ts'))
    .flatMap((file) => {
      const names = new Set(withoutProse(readFileSync(join(root, file), 'utf8')).match(/[A-Za-z_$][\w$]*/g));
      return [...names].flatMap((name) =>
        privateIn(name).map((word) => `${file}: ${name} (say ${privateWords[word]})`),
      );
    });
  expect(found).toEqual([]);
});

test('no file is named by one', () => {
  expect(files.filter((file) => privateIn(file).length > 0)).toEqual([]);
});
