/** The command line: argv to a command, each loaded only when it is called. */
import { createRequire } from 'node:module';
import { Command } from 'commander';
import { asConnectorError, explain } from './core/errors.ts';
import { addAsking } from './program/asking.ts';
import { addLoading } from './program/loading.ts';
import { addProtocols } from './program/protocols.ts';
import { addTrying } from './program/trying.ts';

// Files that are made hold a workspace's data: they are their owner's alone, DuckDB's log and temporary files too, which take no mode.
process.umask(0o077);

const { version, description } = createRequire(import.meta.url)('source-intercom/package.json') as Record<
  'version' | 'description',
  string
>;

const program = new Command('source-intercom')
  .description(description)
  .version(version)
  .configureOutput({
    // One line, as all that goes wrong is told in.
    outputError: (text, write) =>
      write(`${text.trim().replace(/\s*\n\s*/g, ' ')} Run with --help for what it takes.\n`),
  })
  .addHelpText(
    'after',
    `
Examples:
  $ INTERCOM_ACCESS_TOKEN=… source-intercom sync
  $ source-intercom sync --streams contacts,conversations --since 2024-01-01 --to duckdb:support.duckdb
  $ source-intercom demo
  $ source-intercom read --config config.json --catalog catalog.json --state state.json`,
  );

addLoading(program);
addAsking(program);
addTrying(program);
addProtocols(program, { version, description });

const outputs = (await import('./commands/outputs.ts')).guardOutputs(process);
try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = 1;
  // What a command could not say itself; where stdout can't be written, that has been said.
  if (!outputs.failed()) process.stderr.write(`${explain(asConnectorError(thrown))}\n`);
}
