/** The commands that speak a protocol to a platform. */
import { type Command, Option } from 'commander';
import { collected, example } from './values.ts';

/** Of the commands of a protocol. */
const configuration = 'a JSON file with the configuration; without it INTERCOM_ACCESS_TOKEN alone';

export function addProtocols(program: Command, about: { version: string; description: string }): void {
  program
    .command('spec')
    .description('Airbyte protocol: the specification of the configuration.')
    .addHelpText('after', example('source-intercom spec'))
    .action(async () => (await import('../commands/airbyte.ts')).spec());

  program
    .command('check')
    .description('Airbyte protocol: check the configuration and the token.')
    .option('--config <file>', configuration)
    .addHelpText('after', example('source-intercom check --config config.json'))
    .action(async (options) => (await import('../commands/airbyte.ts')).check(options));

  program
    .command('discover')
    .description('Airbyte protocol: the catalog of streams.')
    .option('--config <file>', configuration)
    .addHelpText('after', example('source-intercom discover --config config.json > catalog.json'))
    .action(async (options) => (await import('../commands/airbyte.ts')).discover(options));

  program
    .command('read')
    .description('Airbyte protocol: read the configured streams.')
    .option('--config <file>', configuration)
    .option(
      '--catalog <file>',
      'the configured catalog, or what discover wrote: all its streams, each in its best mode',
    )
    .option(
      '--streams <names>',
      'in place of a catalog: these streams, separated by commas, each in its best mode',
      collected,
    )
    .option('--state <file>', 'the states of an earlier read, or all that it wrote')
    .addHelpText(
      'after',
      `
Examples:
  $ source-intercom read --streams tags,contacts > first.jsonl
  $ source-intercom read --streams tags,contacts --state first.jsonl > second.jsonl
  $ source-intercom read --config config.json --catalog catalog.json`,
    )
    .action(async (options) => (await import('../commands/airbyte.ts')).readStreams(options));

  program
    .command('singer')
    .description('Singer protocol: a tap for Meltano and every Singer target. The log goes to stderr.')
    .option(
      '--config <file>',
      'a JSON file with the configuration; INTERCOM_ACCESS_TOKEN gives the token that it lacks',
    )
    .option('--catalog <file>', 'what is selected, as --discover wrote it (default: all but what costs much)')
    .addOption(new Option('--properties <file>', 'the catalog by its older name').conflicts('catalog'))
    .option('--state <file>', 'the state to go on from: the last line that the target wrote')
    .option('--discover', 'write the catalog')
    .option('--test', 'ask Intercom who the token is and which streams it opens, and read nothing')
    .option('--about', 'write name, version, capabilities and settings as JSON')
    .addOption(new Option('--format <format>', 'of --about').choices(['json']).hideHelp())
    .addHelpText(
      'after',
      `
Examples:
  $ source-intercom singer --config config.json --discover > singer-catalog.json
  $ source-intercom singer --config config.json --catalog singer-catalog.json > messages.jsonl
  $ source-intercom singer --config config.json --catalog singer-catalog.json --state messages.jsonl > changes.jsonl`,
    )
    .action(async (options) => (await import('../commands/singer.ts')).singer(options, about));
}
