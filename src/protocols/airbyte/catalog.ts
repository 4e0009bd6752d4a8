/** CATALOG: what can be read, for Airbyte. */
import { type StreamInfo, syncModes } from '../../core/catalog.ts';
import { jsonSchema } from '../../core/columns/columns.ts';
import type { AirbyteStream, CatalogMessage } from './messages.ts';

/** The CATALOG message of these streams. */
export const airbyteCatalog = (streams: readonly StreamInfo[]): CatalogMessage => ({
  type: 'CATALOG',
  catalog: { streams: streams.map(airbyteStream) },
});

function airbyteStream(info: StreamInfo): AirbyteStream {
  const modes = syncModes(info);
  const isIncremental = modes.includes('incremental');
  return {
    name: info.name,
    json_schema: jsonSchema(info.columns),
    supported_sync_modes: modes,
    ...(isIncremental && { source_defined_cursor: true, default_cursor_field: [info.cursor!] }),
    source_defined_primary_key: info.primaryKey.map((column) => [column]),
    is_resumable: isIncremental,
  };
}
