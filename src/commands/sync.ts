/** sync: the whole way from Intercom into a destination, with a view of it while it runs. */

import { systemClock } from '../clock.ts';
import { type Config, parseConfig, secretsOf } from '../config.ts';
import { connect, timesOf } from '../connect.ts';
import { openDestination } from '../destinations/index.ts';
import { load } from '../destinations/loader.ts';
import { createLoad } from '../engine/load.ts';
import { read } from '../engine/read.ts';
import { asConnectorError, ConnectorError, explain } from '../errors.ts';
import type { Session } from '../intercom/session.ts';
import { createMask } from '../protocols/airbyte/mask.ts';
import { streams as registry } from '../streams/index.ts';
import type { Stream } from '../streams/stream.ts';
import { readJsonFile } from './json-file.ts';
import { createProgress } from './progress.ts';
import { proofs } from './proofs.ts';
import { selectionFor } from './selection.ts';
import { listenForStop, type Stopping } from './stopping.ts';

export interface SyncOptions {
  /** Such as `duckdb:intercom.duckdb`. */
  to: string;
  /** Names separated by commas; all where absent. */
  streams?: string;
  since?: string;
  fullRefresh?: boolean;
  config?: string;
  region?: string;
}

/** Syncs, and sets the exit code: 0 if every stream is complete. */
export async function sync(options: SyncOptions, env: NodeJS.ProcessEnv = process.env): Promise<void> {
  const stopping = listenForStop();
  let secrets = [env.INTERCOM_ACCESS_TOKEN ?? ''].filter(Boolean);
  try {
    const config = parseConfig(await gatherConfig(options, env));
    secrets = secretsOf(config);
    const failed = await syncWith(config, options, env, stopping);
    if (failed.length > 0) process.exitCode = 1;
  } catch (thrown) {
    const error = asConnectorError(thrown);
    const text = error.code === 'internal' ? `${error.stack}\n` : `${explain(error)}\n`;
    process.stderr.write(createMask(secrets)(text));
    process.exitCode = 1;
  }
  stopping.finish();
}

async function syncWith(config: Config, options: SyncOptions, env: NodeJS.ProcessEnv, stopping: Stopping) {
  const wanted = selectedStreams(options.streams);
  const { signal } = stopping;
  const connection = await connect({ config, env, signal });
  const { session } = connection;
  const { destination, stored } = await openAt(options.to, session, wanted).catch(async (error: unknown) => {
    await connection.close();
    throw error;
  });
  const { loads, selected, states } = selectionFor(wanted, stored, options.fullRefresh ?? false);
  const progress = createProgress({
    workspace: session.workspace.name,
    location: destination.location,
    look: destination.look,
    streams: selected,
    output: process.stderr,
    clock: systemClock,
    requests: connection.requests,
    mask: createMask(secretsOf(config)),
  });
  for (const { name } of wanted) {
    const why = stored.get(name)?.readAgain;
    if (why) progress.observe({ type: 'log', level: 'warn', message: `${name} is read from the start: ${why}.` });
  }
  try {
    const events = read({
      session,
      registry,
      selected,
      states,
      times: timesOf(config),
      emitDeletions: config.emit_deletions,
      clock: systemClock,
      signal,
      attach: connection.attach,
      load: createLoad(),
    });
    await load({
      events,
      destination,
      streams: loads,
      clock: { elapsed: systemClock.elapsed, now: session.client.serverNow },
      isGone: proofs(wanted, registry, session.client),
      observe: progress.observe,
    });
  } finally {
    progress.stop();
    await connection.close();
  }
  process.stdout.write(progress.summary());
  return progress.failed();
}

async function openAt(target: string, { workspace }: Session, wanted: readonly Stream[]) {
  const destination = await openDestination(target);
  try {
    return { destination, stored: await destination.open(workspace, wanted) };
  } catch (error) {
    await destination.close();
    throw error;
  }
}

/** Flags win over the environment, and it over the file. */
async function gatherConfig(options: SyncOptions, env: NodeJS.ProcessEnv): Promise<object> {
  const file =
    options.config === undefined ? {} : await readJsonFile(options.config, 'configuration', 'config_invalid');
  const config = {
    ...(file as object),
    ...(env.INTERCOM_ACCESS_TOKEN ? { access_token: env.INTERCOM_ACCESS_TOKEN } : {}),
    ...(options.since === undefined ? {} : { start_date: options.since }),
    ...(options.region === undefined ? {} : { region: options.region }),
  };
  if ('access_token' in config) return config;
  throw new ConnectorError('config_invalid', 'There is no access token.', {
    hint: 'Set INTERCOM_ACCESS_TOKEN, or put "access_token" into a file and give it with --config. Without an account, try: source-intercom demo',
  });
}

function selectedStreams(names: string | undefined): Stream[] {
  if (names === undefined) return [...registry];
  const asked = names.split(',').map((name) => name.trim());
  const unknown = asked.filter((name) => !registry.some((stream) => stream.name === name));
  if (unknown.length > 0) {
    throw new ConnectorError('stream_unknown', `There is no stream ${unknown.map((name) => `"${name}"`).join(', ')}.`, {
      hint: `There are: ${registry.map(({ name }) => name).join(', ')}.`,
    });
  }
  return registry.filter(({ name }) => asked.includes(name));
}
