/** spec, check, discover and read: the Airbyte protocol on stdout, nothing else. */
import { connect } from '../connect.ts';
import { type Connection, readableStreams } from '../connection.ts';
import { systemClock } from '../core/clock.ts';
import { asConnectorError } from '../core/errors.ts';
import type { LogEvent } from '../core/events.ts';
import { configSchema, secretsOf } from '../intercom/config.ts';
import { maskStreams } from '../masking/streams.ts';
import { airbyteCatalog } from '../protocols/airbyte/catalog.ts';
import { type ConfiguredCatalog, parseConfiguredCatalog } from '../protocols/airbyte/configured-catalog.ts';
import { connectionFailed, connectionSucceeded, errorTrace } from '../protocols/airbyte/errors.ts';
import { logMessage } from '../protocols/airbyte/logs.ts';
import type { PlainMessage } from '../protocols/airbyte/messages.ts';
import { airbyteSpec } from '../protocols/airbyte/spec.ts';
import { writeAirbyte, writeMessages } from '../protocols/airbyte/writer.ts';
import { definedStreams, isOfWorkspace } from '../streams/defined-streams.ts';
import { catalogIn, type ReadOptions, readConfig, stateKeysOf, statesIn, timeCursors } from './airbyte-inputs.ts';
import { describeConnection } from './connection-check.ts';
import { discoveredStreams } from './discovered-streams.ts';
import { logLevel } from './log-level.ts';
import { listenForStop } from './stopping.ts';

const output = process.stdout;

const say = (message: PlainMessage, secrets: string[] = []) => writeMessages({ messages: [message], output, secrets });

const warn = (warnings: readonly string[], secrets: string[]) =>
  writeMessages({
    messages: warnings.map((message) => logMessage({ type: 'log', level: 'warn', message })),
    output,
    secrets,
  });

/** Says which configuration the source takes. */
export const spec = () => say(airbyteSpec(configSchema));

/** Asks Intercom who the token is. A token that does not fit is an answer, not a failure of the command. */
export async function check(options: { config?: string }): Promise<void> {
  const stopping = listenForStop();
  let secrets: string[] = [];
  try {
    const { config, warnings } = await readConfig(options.config);
    secrets = secretsOf(config);
    await warn(warnings, secrets);
    await say(connectionSucceeded(await describeConnection(config, stopping.signal)), secrets);
  } catch (thrown) {
    const message = connectionFailed(thrown, Date.now());
    await say(message, secrets);
    if (message.type === 'TRACE') process.exitCode = 1;
  }
  stopping.finish();
}

/**
 * Says which streams there are, as the configuration wants them; one that is given must be right. What only Intercom can tell, the types of
 * custom attributes, is left out where it can't be asked.
 */
export async function discover(options: { config?: string }): Promise<void> {
  const stopping = listenForStop();
  const secrets: string[] = [];
  await reportingErrors(async () => {
    const isGiven = options.config !== undefined || Boolean(process.env.INTERCOM_ACCESS_TOKEN);
    const config = isGiven ? (await readConfig(options.config)).config : undefined;
    if (config) secrets.push(...secretsOf(config));
    const { streams, notes } = await discoveredStreams(config, stopping.signal);
    await writeMessages({ messages: [...notes.map(logMessage), airbyteCatalog(streams)], output, secrets });
  }, secrets);
  stopping.finish();
}

/** Reads the configured streams. The exit code is 0 if every one is complete and all that it said could be said. */
export async function readStreams(options: ReadOptions): Promise<void> {
  const stopping = listenForStop();
  const secrets: string[] = [];
  await reportingErrors(async () => {
    const { config, warnings } = await readConfig(options.config);
    secrets.push(...secretsOf(config));
    await warn(warnings, secrets);
    const masked = maskStreams(definedStreams(config), config);
    const catalog = await catalogIn(options, masked);
    const known = parseConfiguredCatalog(catalog, masked.streams, masked.excluded);
    const cursors = timeCursors(masked.registry, known.selected);
    const stateKeys = stateKeysOf(masked.registry, cursors);
    const states = await statesIn(options.state, { cursors, stateKeys });
    const named = known.rejected.map(({ stream }) => stream).filter(isOfWorkspace);
    const typesFor = [...known.selected.map(({ name }) => name), ...named];
    const connection = await connect({ config, env: process.env, signal: stopping.signal, typesFor });
    const { selected, rejected, readWhole } = named.length === 0 ? known : catalogOf(connection, catalog);
    if (readWhole.length > 0) await say(logMessage(readWholeNotice(readWhole)), secrets);
    const outcome = await writeAirbyte({
      events: connection.read({ selected, states }),
      output,
      streams: selected.map(({ name }) => name),
      rejected,
      stateKeys,
      secrets,
      clock: systemClock,
      logLevel: logLevel(),
      onClosed: stopping.stop,
      signal: stopping.signal,
    });
    await connection.close();
    if (outcome.failed.length > 0 || outcome.error || outcome.closed) process.exitCode = 1;
  }, secrets);
  stopping.finish();
}

const readWholeNotice = (names: readonly string[]): LogEvent => ({
  type: 'log',
  level: 'info',
  message: `Read whole, though the catalog asks for what has changed, since nothing tells that of them: ${names.join(', ')}.`,
});

/** What is selected in a catalog, of all that the workspace has; why it has not what is missing. */
function catalogOf(connection: Connection, catalog: unknown): ConfiguredCatalog {
  const { excluded, missing = [] } = connection;
  const { rejected, ...catalogued } = parseConfiguredCatalog(catalog, readableStreams(connection), excluded);
  return {
    ...catalogued,
    rejected: rejected.map((given) => missing.find(({ stream }) => stream === given.stream) ?? given),
  };
}

/** Runs a command; what it throws becomes a TRACE ERROR, and exit code 1. */
async function reportingErrors(command: () => Promise<void>, secrets: string[] = []): Promise<void> {
  try {
    await command();
  } catch (thrown) {
    await say(errorTrace(asConnectorError(thrown), Date.now()), secrets);
    process.exitCode = 1;
  }
}
