/** The configured catalog: what a user chose to read, as Airbyte's platform and PyAirbyte write it. */
import { z } from 'zod';
import { type SelectedStream, type StreamInfo, syncModes } from '../../core/catalog.ts';
import { ConnectorError } from '../../core/errors.ts';
import { describeIssues } from '../issues.ts';

export interface ConfiguredCatalog {
  selected: SelectedStream[];
  /** Those of them that are read whole, though the catalog asks for what has changed: nothing tells that of them. */
  readWhole: string[];
  /** Streams that can't be read as they were asked for, with the reason; the others can. */
  rejected: { stream: string; error: ConnectorError }[];
}

/** A stream as discover gives it says what it can do and not what is wanted: it is read in its best mode. */
function asConfigured(stream: unknown): unknown {
  if (typeof stream !== 'object' || stream === null || !('supported_sync_modes' in stream)) return stream;
  const modes = stream.supported_sync_modes;
  const isIncremental = Array.isArray(modes) && modes.includes('incremental');
  return { stream, sync_mode: isIncremental ? 'incremental' : 'full_refresh' };
}

const configuredStream = z.preprocess(
  asConfigured,
  z.object({
    stream: z.object({ name: z.string() }),
    sync_mode: z.string().default('full_refresh'),
    sync_id: z.int().nullish(),
  }),
);

const configuredCatalog = z.object({ streams: z.array(configuredStream) });

/** A catalog of these streams, as discover would give it: each is read in its best mode. */
export const catalogOfStreams = (streams: readonly StreamInfo[]): unknown => ({
  streams: streams.map((info) => ({ name: info.name, supported_sync_modes: syncModes(info) })),
});

/**
 * Reads a configured catalog, ignoring keys it does not know, or what discover gives: all its streams then, each in its best mode. Throws
 * `catalog_invalid`, naming the path, if it is neither. `excluded`: names of streams that the configuration leaves out.
 */
export function parseConfiguredCatalog(
  input: unknown,
  streams: readonly StreamInfo[],
  excluded: readonly string[] = [],
): ConfiguredCatalog {
  const parsed = configuredCatalog.safeParse(input);
  if (!parsed.success) throw invalid(describeIssues(parsed.error, 'catalog'));
  const known = new Map(streams.map((info) => [info.name, info]));
  const catalog: ConfiguredCatalog = { selected: [], readWhole: [], rejected: [] };
  const seen = new Set<string>();
  parsed.data.streams.forEach(({ stream: { name }, sync_mode, sync_id }, index) => {
    const path = `catalog.streams[${index}]`;
    if (seen.has(name)) throw invalid(`${path}.stream.name is "${name}" for the second time`);
    seen.add(name);
    const info = known.get(name);
    if (!info) {
      const error = excluded.includes(name) ? excludedStream(name) : unknownStream(name, streams);
      catalog.rejected.push({ stream: name, error });
    } else if (sync_mode !== 'full_refresh' && sync_mode !== 'incremental') {
      const problem = `${path}.sync_mode is "${sync_mode}"; it takes full_refresh or incremental`;
      catalog.rejected.push({ stream: name, error: invalid(problem) });
    } else {
      // PyAirbyte asks for incremental of every stream: where there is no cursor, that can only mean all of it.
      const syncMode = syncModes(info).includes(sync_mode) ? sync_mode : 'full_refresh';
      if (syncMode !== sync_mode) catalog.readWhole.push(name);
      catalog.selected.push({ name, syncMode, syncId: sync_id ?? null });
    }
  });
  return catalog;
}

const invalid = (problem: string): ConnectorError =>
  new ConnectorError('catalog_invalid', `The configured catalog is wrong: ${problem}.`, {
    hint: 'Make it anew from what discover gives.',
  });

const excludedStream = (name: string): ConnectorError =>
  new ConnectorError('config_invalid', `The stream "${name}" is left out by "exclude" in the configuration.`, {
    hint: "Refresh the source's schema, or take the stream out of the list.",
  });

const unknownStream = (name: string, streams: readonly StreamInfo[]): ConnectorError =>
  new ConnectorError('stream_unknown', `There is no stream "${name}".`, {
    hint: `Refresh the source's schema. The streams are: ${streams.map((info) => info.name).join(', ')}.`,
  });
