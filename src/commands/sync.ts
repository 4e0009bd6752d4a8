/** sync: the whole way from Intercom into a destination, with a view of it while it runs. */
import { connect } from '../connect.ts';
import { type Connection, readableStreams } from '../connection.ts';
import { systemClock } from '../core/clock.ts';
import { asConnectorError, explain } from '../core/errors.ts';
import { createRedactor } from '../core/redact.ts';
import type { Destination } from '../destinations/destination.ts';
import { destinationAt } from '../destinations/index.ts';
import { type Config, parseConfig, secretsOf, unknownKeys } from '../intercom/config.ts';
import { maskStreams } from '../masking/streams.ts';
import { questionFor } from '../questions/index.ts';
import { definedStreams, isOfWorkspace } from '../streams/defined-streams.ts';
import type { Stream } from '../streams/stream.ts';
import { type SyncOutcome, syncInto } from '../sync/sync.ts';
import type { Failure } from '../terminal/causes.ts';
import { createProgress, type Progress } from '../terminal/progress.ts';
import { exitCodeOf, type Summary, summaryText } from '../terminal/summary.ts';
import { warningsOf } from '../terminal/warnings.ts';
import { viewStyles } from '../views/index.ts';
import { type ConfigFlags, gatherConfig } from './gather-config.ts';
import { keepHeapSmall } from './heap.ts';
import { connectAndOpen } from './opening.ts';
import { placeFlags } from './place-flags.ts';
import { type Published, publishingAtClose, publishingOf, refuseToPublish } from './publishing.ts';
import { listenForStop } from './stopping.ts';
import { leftOutText, namesAll, namesIn, readAndExcluded, streamsNamed } from './stream-names.ts';

export interface SyncOptions extends ConfigFlags {
  /** Such as `duckdb:intercom.duckdb`. */
  to: string;
  /** Of a database that has several. */
  schema?: string;
  customAttributes?: 'columns' | 'json';
  /** Lists of names separated by commas; all but the costly ones where absent. */
  streams?: string[];
  fullRefresh?: boolean;
  /** Seconds between two full checks; 0 for none. */
  fullCheckEvery?: number;
  /** Seconds to wait for a destination that is in use; Infinity: as long as it takes. */
  wait?: number;
  /** Where a copy of the file is put for readers. */
  publish?: string;
  /** False: without views. */
  views?: boolean;
}

/** Syncs, and sets the exit code: 0 if every stream is complete. `closing`: what to say then, above the last line. */
export async function sync(
  options: SyncOptions,
  { env = process.env, closing }: { env?: NodeJS.ProcessEnv; closing?(): Promise<string> } = {},
): Promise<void> {
  keepHeapSmall();
  const stopping = listenForStop();
  let secrets = [env.INTERCOM_ACCESS_TOKEN ?? ''].filter(Boolean);
  try {
    const given = await gatherConfig(options, env);
    const config = parseConfig(given);
    secrets = secretsOf(config);
    for (const warning of unknownKeys(given)) process.stderr.write(`${createRedactor(secrets)(warning)}\n`);
    const exitCode = await syncWith(config, options, { env, signal: stopping.signal, closing });
    // What could not be written has set another one.
    if (exitCode > 0) process.exitCode = exitCode;
  } catch (thrown) {
    const error = asConnectorError(thrown);
    const text = error.code === 'internal' ? `${error.stack}\n` : `${explain(error)}\n`;
    process.stderr.write(createRedactor(secrets)(text));
    process.exitCode = 1;
  }
  stopping.finish();
}

interface Run {
  env: NodeJS.ProcessEnv;
  signal: AbortSignal;
  closing?(): Promise<string>;
}

/** Gives the exit code. */
async function syncWith(config: Config, options: SyncOptions, { env, signal, closing }: Run): Promise<number> {
  const masked = maskStreams(definedStreams(config), config);
  const named = options.streams ?? (config.streams.length > 0 ? config.streams : undefined);
  const asked = streamsNamed(named, [...masked.streams, ...onlyOfWorkspace(named)], masked.excluded);
  // Before the first request, so that a wrong address costs none.
  const openDestination = destinationAt(options.to, { schema: options.schema });
  const publishing = publishingOf(options);
  const typesFor = namesAll(named) ? 'all' : asked.map(({ name }) => name);
  const redact = createRedactor(secretsOf(config));
  const say = (line: string) => process.stderr.write(`${redact(line)}\n`);
  const opened = await connectAndOpen({
    connect: () => connect({ config, env, signal, typesFor }),
    streamsOf: (opened) => streamsToRead(opened, asked, typesFor === 'all'),
    async open({ session }) {
      if (publishing) await refuseToPublish(publishing, session.workspace);
      return openDestination();
    },
    waiting: { wait: options.wait === undefined ? undefined : options.wait * 1000, clock: systemClock, signal, say },
  });
  const { connection, streams } = opened;
  const { workspace } = connection.session;
  const published = publishing && publishingAtClose(opened.destination, { ...publishing, workspace, signal });
  const destination = published?.destination ?? opened.destination;
  let progress: Progress | undefined;
  try {
    const { missing = [] } = connection;
    for (const { error } of missing) say(explain(error));
    const { loaded } = await syncInto({
      connection,
      destination,
      streams,
      fullRefresh: options.fullRefresh,
      fullCheckEvery: options.fullCheckEvery,
      customAttributes: options.customAttributes,
      views: {
        styles: viewStyles,
        ...(options.views === false ? { remove: 'standard' } : { add: [{ style: 'standard' }] }),
      },
      onBegin(selected) {
        progress = createProgress({
          workspace: workspace.name,
          location: destination.location,
          streams: selected,
          output: process.stderr,
          clock: connection.clock,
          requests: connection.requests,
          redact,
        });
      },
      observe: (event) => progress?.observe(event),
      redact,
    });
    progress?.stop();
    const leftOut = named === undefined ? leftOutText(masked.streams, streams) : undefined;
    const problems = published ? problemsOf(published) : [];
    const requests = connection.requests();
    const summary = { ...summaryOf({ progress: progress!, loaded, missing, destination, requests }), problems };
    const last = exitCodeOf(summary) === 0 ? await closing?.() : undefined;
    const copy = published?.outcome().published ? `A copy for readers: ${publishing?.copy}` : undefined;
    const notes = [leftOut, lookText(summary, { destination, options }), copy, last].filter(
      (note) => note !== undefined,
    );
    process.stdout.write(redact(summaryText({ ...summary, notes }, { width: process.stdout.columns ?? 100 })));
    return exitCodeOf(summary);
  } catch (thrown) {
    for (const problem of published ? problemsOf(published) : []) say(problem);
    throw thrown;
  } finally {
    progress?.stop();
    await connection.close();
  }
}

const problemsOf = (published: Published): string[] => {
  const { error } = published.outcome();
  return error ? [`The copy was not published. ${explain(error)}`] : [];
};

interface Ended {
  progress: Progress;
  loaded: SyncOutcome['loaded'];
  missing: readonly Failure[];
  destination: Destination;
  requests: number;
}

function summaryOf({ progress, loaded, missing, destination, requests }: Ended): Omit<Summary, 'notes'> {
  return {
    streams: progress.streams().map((stream) => ({ ...stream, table: loaded.get(stream.name)?.table })),
    failures: [...progress.failures(), ...missing],
    warnings: warningsOf(progress.warnings(), destination.selectFound),
    ms: progress.elapsed(),
    requests,
  };
}

interface Looked {
  destination: Destination;
  options: SyncOptions;
}

/** A command that asks what was read, or shows some of it, or of any stream where nothing was. */
function lookText({ streams }: Pick<Summary, 'streams'>, { destination, options }: Looked): string {
  const read = streams.filter(({ state, rows }) => state === 'done' || rows > 0).map(({ name }) => name);
  const question = questionFor(read);
  if (question)
    return `Ask it: source-intercom query --question ${question.name}${placeFlags(options)} (query --list shows more)`;
  return `Look at it: ${destination.look(read.length > 0 ? read : streams.map(({ name }) => name))}`;
}

/** The streams that were asked for. Throws where they can't be read at all. */
function streamsToRead(connection: Connection, asked: readonly { name: string }[], everything: boolean): Stream[] {
  const { missing = [], excluded = [] } = connection;
  const contradicted = asked.find(({ name }) => excluded.includes(name));
  if (contradicted) throw readAndExcluded(contradicted.name);
  const streams = streamsThere(connection, asked, everything);
  if (streams.length === 0 && missing[0]) throw missing[0].error;
  return streams;
}

/** Those that were asked for, as far as there are such; the workspace's own too, where everything is. */
const streamsThere = (connection: Connection, asked: readonly { name: string }[], everything: boolean): Stream[] =>
  readableStreams(connection).filter(
    ({ name }) => asked.some((one) => one.name === name) || (everything && isOfWorkspace(name)),
  );

/** Those of the names that the workspace is asked for. */
const onlyOfWorkspace = (lists: readonly string[] | undefined) =>
  namesIn(lists ?? []).flatMap((name) => (isOfWorkspace(name) ? [{ name }] : []));
