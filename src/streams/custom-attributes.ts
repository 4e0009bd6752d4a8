/**
 * What a workspace has defined for itself: the custom attributes of its contacts, companies, conversations and tickets become columns with types, those
 * that are archived too, since records keep their values.
 */
import {
  bool,
  type Column,
  type Columns,
  described,
  epoch,
  int,
  json,
  number,
  object,
  text,
} from '../core/columns/columns.ts';
import { always } from '../core/ranges.ts';
import type { Entity, Page, ReadContext } from '../intercom/readers/reader.ts';
import { unlessRefused } from './common/refused.ts';
import { conversationAttributes } from './conversations/attributes.ts';
import { readAlready, withScans } from './read-already.ts';
import { isFeed, type Scan, type Source, type Stream } from './stream.ts';
import { attributesOfType, ticketTypes } from './tickets/types.ts';
import { companyAttributes, contactAttributes } from './workspace/data-attributes.ts';

/** An attribute, with the name by which records hold its value. */
interface Attribute {
  name: unknown;
  attribute: Entity;
}

/** Where the attributes of a scan's records are defined. */
interface Definitions {
  /** The column of the scan's records that holds their values. */
  column: string;
  /** What lists the definitions. */
  listed: Scan;
  of(listed: Entity): Attribute[];
}

const prefix = 'custom_attributes.';

const listOf = ({ name, scan }: Stream): Scan => {
  if (isFeed(scan)) throw new Error(`${name} is no list.`);
  return scan;
};

const ofModel = (stream: Stream): Definitions => ({
  column: 'custom_attributes',
  listed: listOf(stream),
  of: (attribute) =>
    String(attribute.full_name).startsWith(prefix)
      ? [{ name: String(attribute.full_name).slice(prefix.length), attribute }]
      : [],
});

/** By scan. */
const definitions: Readonly<Record<string, Definitions>> = {
  contacts: ofModel(contactAttributes),
  companies: ofModel(companyAttributes),
  conversations: {
    column: 'custom_attributes',
    listed: listOf(conversationAttributes),
    of: (attribute) => [{ name: attribute.name, attribute }],
  },
  tickets: {
    column: 'ticket_attributes',
    listed: listOf(ticketTypes),
    of: (type) => attributesOfType(type).map((attribute) => ({ name: attribute.name, attribute })),
  },
};

/** By Intercom's names of them: of contacts and companies `float` and `date`, of conversations and tickets `decimal` and `datetime`. What is none of these is of any shape. */
const columnsByType: Readonly<Record<string, Column>> = {
  string: text,
  list: text,
  integer: int,
  float: number,
  decimal: number,
  boolean: bool,
  date: epoch,
  datetime: epoch,
};

export interface CustomAttributes {
  /** By scan, the columns of its custom attributes. */
  columns: ReadonlyMap<string, Columns>;
  /** What lists the definitions, by itself as it can be read without asking for them once more. */
  listed: ReadonlyMap<Source, Scan>;
}

/** Asks for the custom attributes of what these streams are made of: a request for each kind. Those that are refused stay without types. */
export async function readCustomAttributes(
  context: ReadContext,
  streams: readonly Stream[],
): Promise<CustomAttributes> {
  const names = new Set(streams.flatMap(({ scan, columns }) => (definedFor(scan, columns) ? [scan.name] : [])));
  const columns = new Map<string, Columns>();
  const listed = new Map<Source, Scan>();
  const reads = [...names].map(async (name) => {
    const { listed: scan, of } = definitions[name]!;
    const pages = await unlessRefused(
      () => pagesOf(context, scan),
      (why) => context.log('info', `The custom attributes of ${name} stay without types: ${why.message}`),
    );
    if (!pages) return;
    columns.set(name, columnsOf(pages.flatMap(({ entities }) => entities.flatMap(of))));
    listed.set(scan, readAlready(scan, pages));
  });
  await Promise.all(reads);
  return { columns, listed };
}

/** The definitions of what a stream's column holds, if it has such a column. */
function definedFor(scan: Source, columns: Columns): Definitions | undefined {
  const defined = Object.hasOwn(definitions, scan.name) ? definitions[scan.name] : undefined;
  return defined && columns[defined.column] ? defined : undefined;
}

async function pagesOf(context: ReadContext, scan: Scan): Promise<Page[]> {
  const pages: Page[] = [];
  for await (const page of scan.read(context, always)) pages.push(page);
  return pages;
}

function columnsOf(attributes: readonly Attribute[]): Columns {
  const columns = new Map<string, Column>();
  for (const { name, attribute } of attributes) {
    if (typeof name === 'string' && name !== '') columns.set(name, columnOf(attribute, columns.get(name)));
  }
  return Object.fromEntries(columns);
}

/** `other`: the column of an attribute of the same name, as kinds of tickets may have each: where they differ it can be either. */
function columnOf({ data_type, description }: Entity, other: Column | undefined): Column {
  const type = String(data_type);
  const column = Object.hasOwn(columnsByType, type) ? columnsByType[type]! : json;
  if (other && other.kind !== column.kind) return json;
  return other ?? (typeof description === 'string' && description !== '' ? described(column, description) : column);
}

/** The streams with these attributes as columns, those of the definitions with what was read. What streams share, such as a scan, they go on sharing. */
export function withCustomAttributes(
  streams: readonly Stream[],
  { columns: byScan, listed }: CustomAttributes,
): Stream[] {
  const scans = new Map(listed);
  const typed = new Map<Columns, Columns>();
  for (const { scan, columns } of streams) {
    const fields = byScan.get(scan.name);
    const defined = definedFor(scan, columns);
    if (!fields || !defined || isFeed(scan) || typed.has(columns)) continue;
    const withTypes = { ...columns, [defined.column]: { ...columns[defined.column], ...object(fields) } };
    typed.set(columns, withTypes);
    if (scan.withColumns) scans.set(scan, scan.withColumns(withTypes));
  }
  const withColumns = streams.map((stream) => ({ ...stream, columns: typed.get(stream.columns) ?? stream.columns }));
  return withScans(withColumns, scans);
}
