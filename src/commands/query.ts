/** query: SQL, or a question that is ready, on what a sync loaded. Nothing is written. */
import { readFile } from 'node:fs/promises';
import { text as textOf } from 'node:stream/consumers';
import { systemClock } from '../core/clock.ts';
import { closest } from '../core/closest.ts';
import { asConnectorError, ConnectorError, explain } from '../core/errors.ts';
import type { QueryResult } from '../core/query-result.ts';
import { readingAt } from '../destinations/index.ts';
import type { Reading } from '../destinations/reading.ts';
import { createLineOutput } from '../protocols/line-output.ts';
import { questions } from '../questions/index.ts';
import { isZoned, type Question, sqlOf } from '../questions/question.ts';
import { isOfWorkspace } from '../streams/defined-streams.ts';
import { streams } from '../streams/index.ts';
import { csvFormat, jsonFormat, type ResultFormat, tableFormat } from '../terminal/result.ts';
import { wrap } from '../terminal/wrap.ts';
import { placeFlags } from './place-flags.ts';

export interface QueryOptions {
  to: string;
  schema?: string;
  file?: string;
  question?: string;
  list?: boolean;
  csv?: boolean;
  json?: boolean;
}

/** Rows that a table shows at most. */
const mostRows = 200;

/** Asks, and sets the exit code: 1 where there is no answer. */
export async function query(given: string | undefined, options: QueryOptions): Promise<void> {
  let sql: string | undefined;
  try {
    const format = await formatOf(options);
    if (options.list && !options.csv && !options.json) {
      process.stdout.write(listText(questions, process.stdout.columns ?? 100));
      return;
    }
    if (options.list) return await write(listOfQuestions(), format);
    const question = questionOf(given, options);
    const read = readingAt(options.to, { schema: options.schema });
    if (!question) sql = await sqlGiven(given, options);
    await read(async (reading) => {
      if (!question) return write(await reading.query(sql!), format);
      await requireStreams(reading, question, options);
      const zone = await zoneOf(reading);
      const asked = sqlOf(question, { dialect: reading.dialect, zone, now: new Date(systemClock.now()) });
      const result = await reading.query(asked);
      if (!options.csv && !options.json) process.stdout.write(headingOf(question, zone));
      await write(result, format);
    }).catch(async (thrown) => {
      throw await withAdvice(asConnectorError(thrown), { read, question, options });
    });
  } catch (thrown) {
    const error = asConnectorError(thrown);
    process.stderr.write(`${explain(error)}\n${sql === undefined ? '' : placeText(error)}`);
    process.exitCode = 1;
  }
}

async function formatOf({ csv, json }: QueryOptions): Promise<ResultFormat> {
  if (csv && json) throw new ConnectorError('config_invalid', 'Give --csv or --json, not both.');
  if (csv) return csvFormat();
  return json ? jsonFormat() : tableFormat({ width: process.stdout.columns ?? Number.POSITIVE_INFINITY, mostRows });
}

/** Until all is with the reader, or the reader has gone, as `head` does once it has its lines. */
async function write({ columns, batches }: QueryResult, format: ResultFormat): Promise<void> {
  const output = createLineOutput(process.stdout);
  await output.push(format.begin(columns));
  for await (const rows of batches) {
    if (output.closed) return;
    await output.push(format.rows(rows));
  }
  await output.push(format.end());
  await output.drain();
}

function questionOf(given: string | undefined, { question: name, file }: QueryOptions): Question | undefined {
  const ways = [given, name, file].filter((way) => way !== undefined);
  if (ways.length !== 1) {
    throw new ConnectorError(
      'config_invalid',
      `Give ${ways.length === 0 ? 'SQL' : 'one of SQL'}, --file or --question.`,
      {
        hint: 'source-intercom query --list shows the questions that are ready.',
      },
    );
  }
  if (name === undefined) return undefined;
  const question = questions.find((one) => one.name === name);
  if (question) return question;
  const names = questions.map((one) => one.name);
  const meant = closest(name, names);
  throw new ConnectorError('config_invalid', `There is no question "${name}".`, {
    hint: meant ? `Did you mean "${meant}"?` : `There are: ${names.join(', ')}.`,
  });
}

async function sqlGiven(given: string | undefined, { file }: QueryOptions): Promise<string> {
  if (file === undefined) return given ?? '';
  if (file === '-') return textOf(process.stdin);
  return readFile(file, 'utf8').catch((cause) => {
    throw new ConnectorError('config_invalid', `The file ${file} can't be read: ${cause.code}.`, { cause });
  });
}

async function requireStreams(reading: Reading, { name, streams: needed }: Question, options: QueryOptions) {
  const tables = await reading.tables();
  const missing = needed.filter((stream) => !tables.includes(stream));
  if (missing.length === 0) return;
  throw new ConnectorError(
    'query_refused',
    `"${name}" needs ${missing.join(' and ')}, which ${reading.location} does not hold.`,
    { hint: syncAdvice(missing, options) },
  );
}

/** How to have streams, as a command to be pasted. */
const syncAdvice = (names: readonly string[], options: QueryOptions): string =>
  `Sync ${names.length === 1 ? 'it' : 'them'}: source-intercom sync --streams ${names.join(',')}${placeFlags(options)}`;

/** The workspace's time zone, where it was synced. */
async function zoneOf(reading: Reading): Promise<string> {
  if (!(await reading.tables()).includes('workspace')) return 'UTC';
  const { batches } = await reading.query('SELECT timezone FROM workspace WHERE timezone IS NOT NULL');
  let zone: string | null | undefined;
  for await (const rows of batches) zone ??= rows[0]?.[0];
  return zone ?? 'UTC';
}

const headingOf = (question: Question, zone: string): string => {
  const zoned = zone === 'UTC' ? 'Times are in UTC' : `Times are in ${zone}, the workspace's time zone`;
  return `${question.sentence}${isZoned(question) ? ` ${zoned}.` : ''}\n\n`;
};

interface Asked {
  read: ReturnType<typeof readingAt>;
  question: Question | undefined;
  options: QueryOptions;
}

/** With what to do, where a table or a column is missing. */
async function withAdvice(error: ConnectorError, { read, question, options }: Asked): Promise<ConnectorError> {
  if (error.code !== 'query_refused' || error.hint !== undefined) return error;
  const { table, column } = error.details;
  const hint =
    question && (table ?? column)
      ? 'What it needs was left out of the sync, or is of an older version.'
      : table === undefined
        ? undefined
        : adviceOnTable(String(table), await read((reading) => reading.tables()), options);
  return new ConnectorError(error.code, error.message, { hint, details: error.details, cause: error });
}

function adviceOnTable(name: string, tables: readonly string[], options: QueryOptions): string {
  const isStream = streams.some((stream) => stream.name === name) || isOfWorkspace(name);
  if (isStream) return `It is a stream that was not synced. ${syncAdvice([name], options)}`;
  const own = tables.filter((table) => !table.startsWith('_'));
  const meant = closest(name, own);
  if (meant) return `Did you mean ${meant}?`;
  return own.length > 0 ? `There are: ${own.join(', ')}.` : 'Nothing was synced yet.';
}

/** The line that is at fault, and a caret below the place. */
function placeText({ details: { line, caret } }: ConnectorError): string {
  if (typeof line !== 'string' || typeof caret !== 'number') return '';
  const indent = [...line].slice(0, caret).map((character) => (character === '\t' ? '\t' : ' '));
  return `${line}\n${indent.join('')}^\n`;
}

const listText = (listed: readonly Question[], width: number): string =>
  listed.map(({ name, sentence }) => `${[name, ...wrap(sentence, width, 4)].join('\n')}\n`).join('');

function listOfQuestions(): QueryResult {
  const rows = questions.map(({ name, sentence, streams: needed }) => [name, sentence, needed.join(', ')]);
  return {
    columns: ['question', 'what it tells', 'streams'].map((name) => ({ name, kind: 'text' })),
    batches: (async function* () {
      yield rows;
    })(),
  };
}
