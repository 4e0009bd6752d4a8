/**
 * Bundles the command into few files, since Node takes half a second to find and open hundreds: dist/program.js, and what it imports only when it is
 * called for in dist/chunks/. The library's modules stay as they are. It runs after the compiler, and removes the chunks of an earlier build last, so that
 * a command that starts meanwhile finds what it imports.
 */
import { chmodSync, readdirSync, rmSync } from 'node:fs';
import { build } from 'esbuild';

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
  packages: 'external',
  metafile: true,
  logLevel: 'warning',
});

for (const file of readdirSync('dist/chunks')) {
  if (!(`dist/chunks/${file}` in metafile.outputs)) rmSync(`dist/chunks/${file}`);
}

// As npm makes it where it is installed.
for (const command of ['cli', 'singer']) chmodSync(`dist/${command}.js`, 0o755);
