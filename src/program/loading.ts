/** The commands that load, and what must be in place for them. */
import { type Command, Option } from 'commander';
import { parseDuration } from '../core/duration.ts';
import { collected, duration } from './values.ts';

export function addLoading(program: Command): void {
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
    .action(async (options) => (await import('../commands/sync.ts')).sync(options));

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
    .action(async (options) => (await import('../commands/doctor.ts')).doctor(options));
}
