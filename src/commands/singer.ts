/** singer: the same engine as a tap of the Singer protocol. stdout has messages only, stderr what is for people. */
import { connect } from '../connect.ts';
import { type Connection, readableStreams } from '../connection.ts';
import { systemClock } from '../core/clock.ts';
import { asConnectorError, ConnectorError, explain } from '../core/errors.ts';
import { createRedactor } from '../core/redact.ts';
import { configSchema, secretsOf } from '../intercom/config.ts';
import { maskStreams } from '../masking/streams.ts';
import { createLineOutput } from '../protocols/line-output.ts';
import { singerAbout } from '../protocols/singer/about.ts';
import { singerCatalog } from '../protocols/singer/catalog.ts';
import { createLog, type Log } from '../protocols/singer/logs.ts';
import type { SelectedEntry } from '../protocols/singer/selection.ts';
import { writeSinger } from '../protocols/singer/writer.ts';
import { definedStreams } from '../streams/defined-streams.ts';
import type { Stream } from '../streams/stream.ts';
import { describeConnection } from './connection-check.ts';
import { discoveredStreams } from './discovered-streams.ts';
import { logLevel } from './log-level.ts';
import { bookmarksIn, planRun, readSingerConfig, selectionIn } from './singer-inputs.ts';
import { listenForStop, type Stopping } from './stopping.ts';

export interface SingerOptions {
  config?: string;
  catalog?: string;
  /** The catalog by its older name. */
  properties?: string;
  state?: string;
  discover?: boolean;
  about?: boolean;
  test?: boolean;
}

/** What a mode is run with. `addSecrets`: keeps them out of what is logged from now on. */
interface Run {
  options: SingerOptions;
  stopping: Stopping;
  log: Log;
  addSecrets(secrets: readonly string[]): void;
}

const output = process.stdout;

/** Runs the mode that the options name, else reads. The exit code is 0 if every stream is complete and all could be written. */
export async function singer(options: SingerOptions, program: { version: string; description: string }): Promise<void> {
  const stopping = listenForStop();
  let redact = createRedactor([process.env.INTERCOM_ACCESS_TOKEN ?? '']);
  const log = createLog({
    write: (line) => process.stderr.write(line),
    redact: (text) => redact(text),
    lowest: logLevel(),
  });
  const addSecrets = (secrets: readonly string[]) => {
    redact = createRedactor(secrets);
  };
  const run = { options, stopping, log, addSecrets };
  try {
    if (options.about) await write(singerAbout(configSchema, program));
    else if (options.discover) await discover(run);
    else if (options.test) await test(run);
    else await read(run);
  } catch (thrown) {
    const error = asConnectorError(thrown);
    log('error', error.code === 'internal' ? `${error.stack}` : explain(error));
    process.exitCode = 1;
  }
  stopping.finish();
}

/** People edit what is written so: it is laid out for them. */
async function write(value: object): Promise<void> {
  const lines = createLineOutput(output);
  lines.push(`${JSON.stringify(value, null, 2)}\n`);
  await lines.drain();
}

async function discover(run: Run): Promise<void> {
  const { options, stopping, log } = run;
  const isGiven = options.config !== undefined || Boolean(process.env.INTERCOM_ACCESS_TOKEN);
  const config = isGiven ? await configOf(run) : undefined;
  const { streams, notes } = await discoveredStreams(config, stopping.signal);
  for (const { level, message } of notes) log(level, message);
  await write(singerCatalog(streams));
}

/** Asks Intercom who the token is, and which streams it opens. */
async function test(run: Run): Promise<void> {
  run.log('info', await describeConnection(await configOf(run), run.stopping.signal));
}

async function configOf({ options, log, addSecrets }: Run) {
  const { config, warnings } = await readSingerConfig(options.config);
  addSecrets(secretsOf(config));
  for (const warning of warnings) log('warn', warning);
  return config;
}

async function read(run: Run): Promise<void> {
  const { options, stopping, log } = run;
  const config = await configOf(run);
  const masked = maskStreams(definedStreams(config), config);
  const { excluded } = masked;
  const entries = await selectionIn(options.catalog ?? options.properties, { ...masked, config });
  const bookmarks = await bookmarksIn(options.state);
  const before = resolve(entries, { registry: masked.streams, excluded });
  // What is wrong with the state is told before the first request.
  planRun(before.known, bookmarks, Date.now());
  const typesFor = entries.map(({ stream }) => stream);
  const connection = await connect({ config, env: process.env, signal: stopping.signal, typesFor });
  const { known, rejected } = resolve(entries, {
    registry: readableStreams(connection),
    excluded,
    missing: connection.missing,
  });
  const planned = planRun(known, bookmarks, systemClock.now());
  if (planned.readWhole.length > 0) log('info', readWholeText(planned.readWhole));
  const outcome = await writeSinger({
    events: connection.read(planned),
    output,
    streams: planned.written,
    rejected,
    bookmarks,
    stateKeys: planned.stateKeys,
    clock: systemClock,
    log,
    onClosed: stopping.stop,
    signal: stopping.signal,
  });
  await connection.close();
  if (outcome.failed.length > 0 || outcome.error || outcome.closed) process.exitCode = 1;
}

const readWholeText = (names: readonly string[]): string =>
  `Read whole, though the catalog asks for what has changed, since nothing tells that of them: ${names.join(', ')}.`;

interface Known {
  registry: readonly Stream[];
  excluded: readonly string[];
  missing?: Connection['missing'];
}

/** What is selected of the streams that there are, and why the others can't be read. */
function resolve(entries: readonly SelectedEntry[], { registry, excluded, missing = [] }: Known) {
  const known: { stream: Stream; entry: SelectedEntry }[] = [];
  const rejected: { stream: string; error: ConnectorError }[] = [];
  for (const entry of entries) {
    const stream = registry.find(({ name }) => name === entry.stream);
    if (stream) known.push({ stream, entry });
    else rejected.push({ stream: entry.stream, error: whyNot(entry.stream, { excluded, missing }) });
  }
  return { known, rejected };
}

function whyNot(name: string, { excluded, missing = [] }: Pick<Known, 'excluded' | 'missing'>): ConnectorError {
  const told = missing.find(({ stream }) => stream === name);
  if (told) return told.error;
  return excluded.includes(name)
    ? new ConnectorError('config_invalid', 'It is left out by "exclude" in the configuration.', {
        hint: 'Make the catalog anew with --discover, or take the stream out of the list.',
      })
    : new ConnectorError('stream_unknown', `There is no stream "${name}".`, {
        hint: 'Make the catalog anew with --discover.',
      });
}
