/** The command line: argv to a command, each loaded only when it is called. */
import { createRequire } from 'node:module';
import { Command, InvalidArgumentError, Option } from 'commander';
import { parseDuration } from './core/duration.ts';
import { asConnectorError, explain } from './core/errors.ts';

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

/** Of the commands of a protocol. */
const configuration = 'a JSON file with the configuration; without it INTERCOM_ACCESS_TOKEN alone';

const example = (command: string) => `\nExample:\n  $ ${command}`;

const wholeNumber =
  (least: number, most = Number.MAX_SAFE_INTEGER) =>
  (value: string) => {
    const number = Number(value);
    if (/^\d+$/.test(value) && number >= least && number <= most) return number;
    const range = most === Number.MAX_SAFE_INTEGER ? `, ${least} or more` : ` from ${least} to ${most}`;
    throw new InvalidArgumentError(`It takes a whole number${range}.`);
  };

const duration = (value: string) => {
  try {
    return parseDuration(value);
  } catch (error) {
    throw new InvalidArgumentError((error as Error).message);
  }
};

const times = (value: string) => value.split(',').map(wholeNumber(0));

const collected = (value: string, before: string[] = []) => [...before, value];

program
  .command('sync')
  .description('Load the workspace into a DuckDB file or PostgreSQL; the next time, only what changed.')
  .option('--to <target>', 'where to load, also postgres://user@host:5432/database', 'duckdb:intercom.duckdb')
  .option('--schema <name>', 'the schema of PostgreSQL, one for each workspace (default: intercom)')
  .option(
    '--streams <names>',
    'these streams, separated by commas, or all; by default all but those that cost a request per record',
    collected,
  )
  .option(
    '--custom-object-types <types>',
    'also the custom objects of these types, by their identifiers in Intercom, separated by commas, such as Order',
    collected,
  )
  .option('--since <date>', 'records that last changed before are not read, such as 2024-01-31')
  .option(
    '--exclude <paths>',
    'leave these out, separated by commas: streams, columns and fields in them, such as tickets,contacts.email,*.phone; may be given several times',
    collected,
  )
  .option('--hash <paths>', 'replace these values by hashes with "hash_salt" of the configuration', collected)
  .option('--no-bodies', 'leave out what people wrote in conversations, tickets and notes')
  .addOption(
    new Option(
      '--custom-attributes <form>',
      'columns: a typed column for each custom attribute, custom_<name>, beside the object that holds them all; json: without; by default as the last time',
    ).choices(['columns', 'json']),
  )
  .option('--full-refresh', 'read everything again, and drop what is no longer there')
  .addOption(
    new Option(
      '--full-check-every <duration>',
      'how often to read contacts and tickets whole, to find what Intercom archived, blocked or deleted without a word; 0 turns it off',
    )
      .argParser(duration)
      .default(parseDuration('24h'), '24h'),
  )
  .addOption(
    new Option(
      '--wait [duration]',
      'wait where something else has the destination open, such as the sync before; without a duration as long as it takes',
    )
      // A preset is parsed too.
      .argParser((value: string | number) => (typeof value === 'number' ? value : duration(value)))
      .preset(Number.POSITIVE_INFINITY),
  )
  .option(
    '--publish <file>',
    'after each sync that committed something, put a copy of the DuckDB file there for readers',
  )
  .option('--no-views', 'without views of the tables; those that were made are dropped')
  .option('--config <file>', 'a JSON file with the configuration')
  .addOption(new Option('--region <region>', 'where the workspace is hosted').choices(['us', 'eu', 'au']))
  .addHelpText(
    'after',
    `
The access token is read from INTERCOM_ACCESS_TOKEN or from "access_token" in the configuration file.

Examples:
  $ INTERCOM_ACCESS_TOKEN=… source-intercom sync
  $ source-intercom sync --config intercom.json --streams conversations,conversation_parts
  $ source-intercom sync --config intercom.json --streams all
  $ source-intercom sync --config intercom.json --to postgres://me@db.example.com/analytics --schema intercom_eu
  $ source-intercom sync --config intercom.json --exclude '*.phone,contacts.location' --hash '*.email' --no-bodies
  $ source-intercom sync --config intercom.json --full-refresh`,
  )
  .action(async (options) => (await import('./commands/sync.ts')).sync(options));

program
  .command('doctor')
  .description(
    'Look at all that a sync needs, one by one, and say what to do: network, token, permissions, rate limit, destination. Writes nothing.',
  )
  .option('--to <target>', 'where a sync would load', 'duckdb:intercom.duckdb')
  .option('--schema <name>', 'the schema of PostgreSQL (default: intercom)')
  .option('--config <file>', 'a JSON file with the configuration; INTERCOM_ACCESS_TOKEN goes before its token')
  .addOption(new Option('--region <region>', 'where the workspace is hosted').choices(['us', 'eu', 'au']))
  .option('--json', 'as one JSON object')
  .addHelpText(
    'after',
    `
Examples:
  $ INTERCOM_ACCESS_TOKEN=… source-intercom doctor
  $ source-intercom doctor --config config.json --to postgres://me@db.example.com/analytics --schema intercom_eu
  $ source-intercom doctor --json | jq '.checks[] | select(.status == "failed")'`,
  )
  .action(async (options) => (await import('./commands/doctor.ts')).doctor(options));

program
  .command('status')
  .description(
    'How fresh the tables are: the last run, and each stream with its rows, newest record and last complete read.',
  )
  .option('--to <target>', 'where sync has loaded, or the copy that it publishes', 'duckdb:intercom.duckdb')
  .option('--schema <name>', 'the schema of PostgreSQL (default: intercom)')
  .option('--json', 'as one JSON object')
  .addOption(
    new Option(
      '--max-age <duration>',
      'exit with 1 where a stream of the last run has not been read completely within that time, such as 2h',
    ).argParser(duration),
  )
  .addHelpText(
    'after',
    `
Examples:
  $ source-intercom status
  $ source-intercom status --to postgres://me@db.example.com/analytics --schema intercom_eu
  $ source-intercom status --to duckdb:readers.duckdb --max-age 2h || echo "The tables are old."
  $ source-intercom status --json | jq '.streams[] | select(.error)'`,
  )
  .action(async (options) => (await import('./commands/status.ts')).status(options));

program
  .command('query')
  .description('Ask what a sync loaded, by SQL or by a question that is ready (--list). Nothing is written.')
  .argument('[sql]', 'one statement in the SQL of the database')
  .option('--to <target>', 'where it was loaded, as sync has it', 'duckdb:intercom.duckdb')
  .option('--schema <name>', 'the schema of PostgreSQL (default: intercom)')
  .option('-f, --file <file>', 'a file with the SQL; - for stdin')
  .option('--question <name>', 'one that is ready')
  .option('--list', 'the questions that are ready, and what they tell')
  .option('--csv', 'all rows as CSV')
  .option('--json', 'all rows as JSON, an object a line')
  .addHelpText(
    'after',
    `
Examples:
  $ source-intercom query --list
  $ source-intercom query --question first-response
  $ source-intercom query --question by-tag --csv > tags.csv
  $ source-intercom query "SELECT state, count(*) FROM conversations GROUP BY state"
  $ source-intercom query "SELECT email, created_at FROM contacts ORDER BY created_at DESC" --to duckdb:demo.duckdb
  $ source-intercom query --question open-by-age --to postgres://me@db.example.com/analytics --schema intercom_eu`,
  )
  .action(async (sql, options) => (await import('./commands/query.ts')).query(sql, options));

program
  .command('views')
  .description(
    'Make the views of a style in what a sync loaded, such as the tables that Fivetran would make. Every later sync keeps them up.',
  )
  .option('--style <style>', 'fivetran, or standard: those that sync makes by itself', 'fivetran')
  .option('--to <target>', 'where it was loaded, as sync has it', 'duckdb:intercom.duckdb')
  .option('--schema <name>', 'the schema of PostgreSQL that holds the tables (default: intercom)')
  .option('--view-schema <name>', 'the schema for the views (default: intercom; of standard that of the tables)')
  .option('--remove', 'drop them')
  .option('--list', 'what views the style has, and of which streams; no database is opened')
  .addHelpText(
    'after',
    `
Examples:
  $ source-intercom views
  $ source-intercom views --list
  $ source-intercom views --to postgres://me@db.example.com/analytics --schema intercom_eu --view-schema intercom
  $ source-intercom views --remove`,
  )
  .action(async (options) => (await import('./commands/views.ts')).views(options));

program
  .command('demo')
  .description("Sync INTERCOM_ACCESS_TOKEN's workspace or, without one, a simulated workspace into demo.duckdb.")
  .addHelpText('after', example('source-intercom demo'))
  .action(async () => (await import('./commands/demo.ts')).demo());

program
  .command('streams')
  .description('What can be read: every stream with its key, cursor, modes, cost and permission.')
  .option('--json', 'as JSON, with the columns')
  .option('--config <file>', 'as this configuration wants them, with those that it defines')
  .addHelpText('after', example('source-intercom streams --json'))
  .action(async (options) => (await import('./commands/streams.ts')).listStreams(options));

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
  .action(async (options) => (await import('./commands/simulate.ts')).simulate(options));

program
  .command('spec')
  .description('Airbyte protocol: the specification of the configuration.')
  .addHelpText('after', example('source-intercom spec'))
  .action(async () => (await import('./commands/airbyte.ts')).spec());

program
  .command('check')
  .description('Airbyte protocol: check the configuration and the token.')
  .option('--config <file>', configuration)
  .addHelpText('after', example('source-intercom check --config config.json'))
  .action(async (options) => (await import('./commands/airbyte.ts')).check(options));

program
  .command('discover')
  .description('Airbyte protocol: the catalog of streams.')
  .option('--config <file>', configuration)
  .addHelpText('after', example('source-intercom discover --config config.json > catalog.json'))
  .action(async (options) => (await import('./commands/airbyte.ts')).discover(options));

program
  .command('read')
  .description('Airbyte protocol: read the configured streams.')
  .option('--config <file>', configuration)
  .option('--catalog <file>', 'the configured catalog, or what discover wrote: all its streams, each in its best mode')
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
  .action(async (options) => (await import('./commands/airbyte.ts')).readStreams(options));

program
  .command('singer')
  .description('Singer protocol: a tap for Meltano and every Singer target. The log goes to stderr.')
  .option('--config <file>', 'a JSON file with the configuration; INTERCOM_ACCESS_TOKEN gives the token that it lacks')
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
  .action(async (options) => (await import('./commands/singer.ts')).singer(options, { version, description }));

const outputs = (await import('./commands/outputs.ts')).guardOutputs(process);
try {
  await program.parseAsync();
} catch (thrown) {
  process.exitCode = 1;
  // What a command could not say itself; where stdout can't be written, that has been said.
  if (!outputs.failed()) process.stderr.write(`${explain(asConnectorError(thrown))}\n`);
}
