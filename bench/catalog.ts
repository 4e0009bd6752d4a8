/** Configured catalogs, as Airbyte makes them of what `discover` says. */
import { airbyteCatalog } from '../src/protocols/airbyte/catalog.ts';
import { streams } from '../src/streams/index.ts';

const usual = streams.filter(({ cost }) => cost === undefined).map(({ name }) => name);

/** Asks for these streams, or for all but the costly ones, incrementally where they can be. */
export function configuredCatalog(names: readonly string[] = usual) {
  const { catalog } = airbyteCatalog(streams) as {
    catalog: { streams: { name: string; supported_sync_modes: string[] }[] };
  };
  return {
    streams: catalog.streams
      .filter(({ name }) => names.includes(name))
      .map((stream) => ({
        stream,
        sync_mode: stream.supported_sync_modes.includes('incremental') ? 'incremental' : 'full_refresh',
        destination_sync_mode: 'append_dedup',
      })),
  };
}

/** The whole budget, as the benchmarks count it. */
export const config = { access_token: 'simulator-token', rate_limit_share: 1 };
