/** What a catalog asks for: which streams, how they are read, and which properties are left out. */
import { z } from 'zod';
import { ConnectorError } from '../../core/errors.ts';
import { describeIssues } from '../issues.ts';

export interface SelectedEntry {
  stream: string;
  /** What the catalog asks for; undefined where it leaves that to the stream. */
  method: 'FULL_TABLE' | 'INCREMENTAL' | undefined;
  /** Paths of fields that are not selected, lists passed through: `['source', 'author', 'email']`. The automatic ones may be among them. */
  deselected: string[][];
}

const metadata = z.looseObject({
  inclusion: z.string().nullish(),
  selected: z.boolean().nullish(),
  'selected-by-default': z.boolean().nullish(),
  'replication-method': z.string().nullish(),
  'forced-replication-method': z.string().nullish(),
});

const entry = z.looseObject({
  tap_stream_id: z.string().optional(),
  stream: z.string().optional(),
  selected: z.boolean().nullish(),
  replication_method: z.string().nullish(),
  schema: z.looseObject({}).nullish(),
  metadata: z.array(z.object({ breadcrumb: z.array(z.string()), metadata })).nullish(),
});

type Metadata = z.output<typeof metadata>;
type Entry = z.output<typeof entry>;
type Schema = { [keyword: string]: unknown };

const catalog = z.object({ streams: z.array(entry) });

/**
 * Reads a catalog, as `--discover` gives it and as users and Meltano edit it; of schemas only the selection that older programs write into
 * them counts. Throws `catalog_invalid`, naming the path.
 */
export function parseSelection(input: unknown): SelectedEntry[] {
  const parsed = catalog.safeParse(input);
  if (!parsed.success) throw invalid(describeIssues(parsed.error, 'catalog'));
  const seen = new Set<string>();
  return parsed.data.streams.flatMap((given, index) => {
    const path = `catalog.streams[${index}]`;
    const stream = given.tap_stream_id ?? given.stream;
    if (stream === undefined) throw invalid(`${path}.tap_stream_id is missing`);
    if (seen.has(stream)) throw invalid(`${path}.tap_stream_id is "${stream}" for the second time`);
    seen.add(stream);
    if (!isStreamSelected(given)) return [];
    return [{ stream, method: methodOf(given, path), deselected: deselectedIn(given) }];
  });
}

const rootOf = ({ metadata = [] }: Entry): Metadata | undefined =>
  metadata?.find(({ breadcrumb }) => breadcrumb.length === 0)?.metadata;

function isStreamSelected(given: Entry): boolean {
  const root = rootOf(given);
  if (root?.inclusion === 'unsupported') return false;
  const said = root?.selected ?? given.selected ?? selectedIn(given.schema) ?? root?.['selected-by-default'];
  // A catalog that says nothing of selection asks for what it lists.
  return said ?? !given.metadata?.length;
}

/** A method that no one knows is an error: another one in its place would surprise. */
function methodOf(given: Entry, path: string): SelectedEntry['method'] {
  const root = rootOf(given);
  const method =
    root?.['forced-replication-method'] ?? root?.['replication-method'] ?? given.replication_method ?? undefined;
  switch (method) {
    case undefined:
    case 'FULL_TABLE':
    case 'INCREMENTAL':
      return method;
    // Incremental reads tell of deletions, as a log does.
    case 'LOG_BASED':
      return 'INCREMENTAL';
    default:
      throw invalid(`${path} has the replication method "${method}"; it takes INCREMENTAL or FULL_TABLE`);
  }
}

function deselectedIn(given: Entry): string[][] {
  const byMetadata = (given.metadata ?? [])
    .filter(({ breadcrumb, metadata }) => breadcrumb.length > 0 && isDeselected(metadata))
    .map(({ breadcrumb }) => fieldsOf(breadcrumb));
  return [...byMetadata, ...deselectedInSchema(given.schema ?? {})];
}

function isDeselected({ inclusion, selected, 'selected-by-default': byDefault }: Metadata): boolean {
  if (inclusion === 'automatic') return false;
  return inclusion === 'unsupported' || (selected ?? byDefault) === false;
}

/** Of `properties`, `source`, `properties`, `author`: the names. `items` stands for what a list holds. */
function fieldsOf(breadcrumb: readonly string[]): string[] {
  const fields: string[] = [];
  for (let at = 0; at < breadcrumb.length; at++) {
    if (breadcrumb[at] === 'properties' && at + 1 < breadcrumb.length) fields.push(breadcrumb[++at]!);
  }
  return fields;
}

const selectedIn = (schema: Schema | null | undefined): boolean | undefined =>
  typeof schema?.selected === 'boolean' ? schema.selected : undefined;

function deselectedInSchema(schema: Schema): string[][] {
  return Object.entries((schema.properties ?? {}) as { [name: string]: Schema }).flatMap(([name, property]) => {
    if (typeof property !== 'object' || property === null) return [];
    if (property.inclusion !== 'automatic' && property.selected === false) return [[name]];
    return deselectedInSchema(property).map((path) => [name, ...path]);
  });
}

const invalid = (problem: string): ConnectorError =>
  new ConnectorError('catalog_invalid', `The catalog is wrong: ${problem}.`, {
    hint: 'Make it anew with --discover.',
  });
