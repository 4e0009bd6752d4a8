/** What can be read, as Singer's catalog: each stream with its schema and the metadata by which it is selected. */
import { type StreamInfo, syncModes } from '../../core/catalog.ts';
import type { JsonSchema } from '../../core/columns/kind.ts';
import { automaticProperties, singerSchema } from './schema.ts';

interface MetadataEntry {
  /** None for the stream itself; `['properties', 'source', 'properties', 'author']` for a property. */
  breadcrumb: string[];
  metadata: { [key: string]: unknown };
}

export interface CatalogEntry {
  tap_stream_id: string;
  stream: string;
  key_properties: readonly string[];
  schema: JsonSchema;
  replication_key?: string;
  replication_method: 'INCREMENTAL' | 'FULL_TABLE';
  metadata: MetadataEntry[];
}

/** The catalog of these streams. Those that cost a request per record are not selected by default. */
export const singerCatalog = (streams: readonly StreamInfo[]): { streams: CatalogEntry[] } => ({
  streams: streams.map(entryOf),
});

function entryOf(info: StreamInfo): CatalogEntry {
  const schema = singerSchema(info.columns);
  const isIncremental = syncModes(info).includes('incremental');
  return {
    tap_stream_id: info.name,
    stream: info.name,
    key_properties: info.primaryKey,
    schema,
    ...(isIncremental && { replication_key: info.cursor }),
    replication_method: isIncremental ? 'INCREMENTAL' : 'FULL_TABLE',
    metadata: [
      { breadcrumb: [], metadata: streamMetadata(info, isIncremental) },
      ...propertiesIn(schema, []).map((breadcrumb) => ({
        breadcrumb,
        metadata: { inclusion: isAutomatic(info, breadcrumb) ? 'automatic' : 'available' },
      })),
    ],
  };
}

const streamMetadata = (info: StreamInfo, isIncremental: boolean) => ({
  inclusion: 'available',
  'selected-by-default': info.cost === undefined,
  'table-key-properties': info.primaryKey,
  // Where there is a choice, the method is a proposal: a catalog may ask for FULL_TABLE.
  ...(isIncremental
    ? {
        'valid-replication-keys': [info.cursor],
        'replication-key': info.cursor,
        'replication-method': 'INCREMENTAL',
      }
    : { 'forced-replication-method': 'FULL_TABLE' }),
});

/** What belongs to an automatic property can't be left out of it either. */
const isAutomatic = (info: StreamInfo, [, property]: readonly string[]): boolean =>
  automaticProperties(info).has(property!);

/** The breadcrumbs of all properties, those within others too, but not of what lists hold. */
function propertiesIn({ properties }: JsonSchema, before: readonly string[]): string[][] {
  return Object.entries((properties ?? {}) as { [name: string]: JsonSchema }).flatMap(([name, schema]) => {
    const breadcrumb = [...before, 'properties', name];
    return [breadcrumb, ...propertiesIn(schema, breadcrumb)];
  });
}
