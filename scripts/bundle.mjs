/**
 * Bundles the command into few files, since Node takes half a second to find and open hundreds: dist/program.js, and what it imports only when it is
 * called for in dist/chunks/. The library's modules stay as they are. It runs after the compiler, and removes the chunks of an earlier build last, so that
 * a command that starts meanwhile finds what it imports.
 *
 * Packages that the package depends on stay outside. What is only needed here, the charts of the report, is bundled with its licences.
 */
import { chmodSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { build } from 'esbuild';

const { dependencies } = JSON.parse(readFileSync('package.json', 'utf8'));

const { metafile } = await build({
  entryPoints: ['src/program.ts'],
  outdir: 'dist',
  // One level below dist/, as what is imported dynamically is without a bundle: paths by import.meta.url stay right.
  chunkNames: 'chunks/[name]-[hash]',
  bundle: true,
  splitting: true,
  platform: 'node',
  target: 'node20.19',
  format: 'esm',
  external: Object.keys(dependencies),
  // Diagrams of Voronoi's, which no chart of ours has, and whose arithmetic has no licence that we take.
  alias: { 'd3-delaunay': './scripts/no-delaunay.mjs' },
  legalComments: 'none',
  metafile: true,
  logLevel: 'warning',
});

/** The folders of the packages that were bundled. */
const bundled = new Set(
  Object.keys(metafile.inputs).flatMap((path) => /^node_modules\/(?:@[^/]+\/)?[^/]+/.exec(path)?.[0] ?? []),
);

/** What each of them asks to be kept with its code. */
function licenceOf(folder) {
  const { name, version, license } = JSON.parse(readFileSync(`${folder}/package.json`, 'utf8'));
  if (!/^(MIT|ISC|0BSD|BSD-[23]-Clause|Apache-2\.0)$/.test(license))
    throw new Error(`${name} is bundled, and its licence is ${license}.`);
  const file = readdirSync(folder).find((one) => /^licen[cs]e/i.test(one));
  return `${name} ${version} (${license})\n\n${file ? readFileSync(`${folder}/${file}`, 'utf8').trim() : ''}`;
}
writeFileSync(
  'dist/THIRD-PARTY-LICENSES.txt',
  `${[...bundled]
    .sort()
    .map(licenceOf)
    .join(`\n\n${'-'.repeat(80)}\n\n`)}\n`,
);

for (const file of readdirSync('dist/chunks')) {
  if (!(`dist/chunks/${file}` in metafile.outputs)) rmSync(`dist/chunks/${file}`);
}

// As npm makes them where it installs them.
for (const command of ['cli', 'singer']) chmodSync(`dist/${command}.js`, 0o755);
