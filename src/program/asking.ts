/** The commands that ask what was loaded, or make more of it. */
import { type Command, Option } from 'commander';
import { collected, duration, sample } from './values.ts';

export function addAsking(program: Command): void {
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
    .action(async (options) => (await import('../commands/status.ts')).status(options));

  program
    .command('verify')
    .description('Compare what a sync loaded with the workspace, in few requests, and say what differs.')
    .option('--to <target>', 'where it was loaded, as sync has it', 'duckdb:intercom.duckdb')
    .option('--schema <name>', 'the schema of PostgreSQL (default: intercom)')
    .option('--streams <names>', 'these streams, separated by commas; by default all that are stored', collected)
    .option('--sample <number>', 'how many records of each searched stream are compared by value, or all', sample, 50)
    .option('--seed <text>', 'what they are drawn by (default: a new one, which the receipt tells)')
    .option('--repair', 'fetch what differs and store it, in one commit, then compare that again')
    .option('--json', 'the receipt, on stdout')
    .option('--receipt <file>', 'write the receipt there')
    .option('--config <file>', 'the JSON file with the configuration that sync was run with')
    .addHelpText(
      'after',
      `
It ends with 0 where nothing differs, with 3 where something does, and with 1 where it could not be compared.

Examples:
  $ source-intercom verify --config intercom.json --streams contacts,conversations --receipt receipt.json
  $ source-intercom verify --sample all --json
  $ source-intercom verify --repair
  $ source-intercom verify --to postgres://me@db.example.com/analytics --schema intercom_eu`,
    )
    .action(async (options) => (await import('../commands/verify.ts')).verifyCopy(options));

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
    .action(async (sql, options) => (await import('../commands/query.ts')).query(sql, options));

  program
    .command('report')
    .description('Write a page of figures for a support lead: one HTML file, to be read offline or printed.')
    .option('--out <file>', 'the page', 'report.html')
    .option('--since <when>', 'from when on: a number of days, a date such as 2026-01-31, or all', '90d')
    .option(
      '--team <names...>',
      'only conversations that are assigned to these teams; in quotes where a name has spaces',
    )
    .option('--to <target>', 'where it was loaded, as sync has it', 'duckdb:intercom.duckdb')
    .option('--schema <name>', 'the schema of PostgreSQL (default: intercom)')
    .option('--csv <folder>', 'also the figures of each table, a file each')
    .addHelpText(
      'after',
      `
Examples:
  $ source-intercom report
  $ source-intercom report --since 2026-01-01 --out support.html --csv figures
  $ source-intercom report --team Frontline Billing --to duckdb:demo.duckdb
  $ source-intercom report --to postgres://me@db.example.com/analytics --schema intercom_eu`,
    )
    .action(async (options) => (await import('../commands/report.ts')).report(options));

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
    .action(async (options) => (await import('../commands/views.ts')).views(options));
}
