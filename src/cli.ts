#!/usr/bin/env node
/**
 * The entry point: an old Node is told so before anything is loaded that it can't run. So this file has no static
 * imports, and only syntax that Node 14 knows. The import is awaited, so that a run whose event loop ends too early
 * exits with 13 and not with 0.
 */
const version = process.versions.node;
const [major, minor] = version.split('.').map(Number) as [number, number];

if (major < 20 || (major === 20 && minor < 19)) {
  process.stderr.write(
    `source-intercom needs Node 20.19 or later, and this is Node ${version}: install a newer one.\n`,
  );
  process.exitCode = 1;
} else {
  await import('./program.ts');
}

export {};
