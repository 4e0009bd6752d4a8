/** The commands for a first look, and for tests: none needs an account. */
import { type Command, Option } from 'commander';
import { example, times, wholeNumber } from './values.ts';

export function addTrying(program: Command): void {
  program
    .command('demo')
    .description("Sync INTERCOM_ACCESS_TOKEN's workspace or, without one, a simulated workspace into demo.duckdb.")
    .addHelpText('after', example('source-intercom demo'))
    .action(async () => (await import('../commands/demo.ts')).demo());

  program
    .command('streams')
    .description('What can be read: every stream with its key, cursor, modes, cost and permission.')
    .option('--json', 'as JSON, with the columns')
    .option('--config <file>', 'as this configuration wants them, with those that it defines')
    .addHelpText('after', example('source-intercom streams --json'))
    .action(async (options) => (await import('../commands/streams.ts')).listStreams(options));

  program
    .command('simulate')
    .description('Serve a simulated Intercom on 127.0.0.1, to try and test against.')
    .option('--port <port>', 'the port; 0 takes a free one', wholeNumber(0, 65_535), 8080)
    .option('--seed <seed>', 'the same seed gives the same workspace', wholeNumber(0), 1)
    .option('--scale <scale>', 'how large: 1 is some hundreds of contacts, 10 some thousands', wholeNumber(0), 1)
    .addOption(new Option('--moments <times>', 'milliseconds since the epoch, with commas').argParser(times).hideHelp())
    .addOption(new Option('--workspace <id>', 'its id').hideHelp())
    .addHelpText(
      'after',
      `
Example:
  $ source-intercom simulate --port 8080 &
  $ INTERCOM_API_URL=http://127.0.0.1:8080 INTERCOM_ACCESS_TOKEN=simulator-token source-intercom sync --to duckdb:demo.duckdb`,
    )
    .action(async (options) => (await import('../commands/simulate.ts')).simulate(options));
}
