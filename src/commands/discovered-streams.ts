/** The streams that a protocol's `discover` lists. */
import { type ConnectOptions, connect } from '../connect.ts';
import { readableStreams } from '../connection.ts';
import { asConnectorError, explain } from '../core/errors.ts';
import type { LogEvent } from '../core/events.ts';
import type { Config } from '../intercom/config.ts';
import { maskStreams } from '../masking/streams.ts';
import { definedStreams } from '../streams/defined-streams.ts';
import { streams } from '../streams/index.ts';
import type { Stream } from '../streams/stream.ts';

/** How long it may take to ask for the workspace's own attributes, in milliseconds: without them there is a catalog all the same. */
const discoverWithinMs = 30_000;

/**
 * As a configuration wants them, or all that there are where there is none. What only Intercom can tell, the types of custom attributes, is
 * left out where it can't be asked, which `notes` say. Throws `config_invalid`, and the signal's reason when it is aborted.
 */
export async function discoveredStreams(
  config: Config | undefined,
  signal: AbortSignal,
): Promise<{ streams: readonly Stream[]; notes: LogEvent[] }> {
  if (!config) return { streams, notes: [] };
  const masked = maskStreams(definedStreams(config), config);
  const notes: LogEvent[] = [];
  const log: ConnectOptions['log'] = (level, message) => notes.push({ type: 'log', level, message });
  const asked = { config, env: process.env, signal, within: discoverWithinMs, typesFor: 'all', log } as const;
  try {
    const connection = await connect(asked);
    await connection.close();
    return { streams: readableStreams(connection), notes };
  } catch (thrown) {
    signal.throwIfAborted();
    const message = `Custom attributes have no types in this catalog: ${explain(asConnectorError(thrown))} The streams of reports, which the workspace names, are left out.`;
    return { streams: masked.streams, notes: [{ type: 'log', level: 'warn', message }] };
  }
}
