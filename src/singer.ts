#!/usr/bin/env node
/**
 * The command singer as a program of its own, for platforms that call a tap with flags and know no commands:
 * `source-intercom-singer --config FILE --discover`.
 */
process.argv.splice(2, 0, 'singer');
await import('./cli.ts');

export {};
