/** The paths that a configuration names, looked up in the registry: `contacts`, `contacts.email`, `*.custom_attributes.ssn`. */
import type { StreamInfo } from '../core/catalog.ts';
import { closest } from '../core/closest.ts';
import { type Column, type Columns, deletedAt, deletedReason } from '../core/columns/columns.ts';
import { ConnectorError } from '../core/errors.ts';

/** Stands for every stream that has such a path. */
const everyStream = '*';

/** Before a field that has no column, which no list of columns could tell from a slip. */
const withoutColumn = '_extra';

/** A place in a stream's rows, or the stream itself. Lists are passed through: `attachments.url` is the url of each. */
export interface Place {
  stream: StreamInfo;
  /** None where the stream is meant as a whole. */
  fields: readonly string[];
  /** Undefined where nothing is known of it: below custom attributes, below JSON, or without a column. */
  column?: Column;
}

/** The places that a path stands for. Throws `config_invalid`, with the nearest name that is known. `key`: of the configuration. */
export function placesAt(path: string, registry: readonly StreamInfo[], key: 'exclude' | 'hash'): Place[] {
  const [name = '', ...fields] = path.split('.');
  const refuse = (why: string, hint?: string) => new ConnectorError('config_invalid', `"${key}": ${why}.`, { hint });
  if (name === '' || fields.includes('')) {
    throw refuse(`"${path}" is no path`, 'A path is written as contacts, contacts.email or *.email.');
  }
  if (name === everyStream) {
    const places = registry.flatMap((stream) => {
      const found = placeIn(stream, fields);
      return 'place' in found ? [found.place] : [];
    });
    if (places.length > 0) return places;
    const columns = [...new Set(registry.flatMap((stream) => Object.keys(stream.columns)))];
    throw refuse(`no stream has "${fields.join('.')}"`, guess('*.', fields[0], columns));
  }
  const stream = registry.find((one) => one.name === name);
  if (!stream) {
    const streams = registry.map((one) => one.name);
    throw refuse(`there is no stream "${name}"`, guess('', name, streams) ?? `There are: ${streams.join(', ')}.`);
  }
  const found = placeIn(stream, fields);
  if ('place' in found) return [found.place];
  throw refuse(`there is no "${path}"`, found.hint);
}

/** Why a place can be neither left out nor hashed; undefined where it can. */
export function whyNeeded({ stream, fields: [column] }: Place): string | undefined {
  if (column === undefined) return undefined;
  if (stream.primaryKey.includes(column)) return 'is of the primary key';
  if (stream.cursor === column) return 'is the cursor';
  if (stream.parent?.column === column) return `names the record of ${stream.parent.stream}`;
  return column === deletedAt || column === deletedReason ? 'tells of deletions' : undefined;
}

type Found = { place: Place } | { hint: string };

function placeIn(stream: StreamInfo, fields: readonly string[]): Found {
  if (fields.length === 0) return { place: { stream, fields } };
  if (fields[0] === withoutColumn && fields.length > 1) {
    const own = fields.slice(1);
    const isColumn = Object.hasOwn(stream.columns, own[0]!);
    return isColumn ? { hint: meant(`${stream.name}.${own.join('.')}`) } : { place: { stream, fields: own } };
  }
  let column: Column | undefined = { kind: 'object', fields: stream.columns };
  for (const [depth, field] of fields.entries()) {
    const within = fieldsOf(column);
    // What is inside of it no one knows.
    if (within === undefined) return { place: { stream, fields } };
    if (!Object.hasOwn(within, field)) return { hint: hintFor(stream, fields, depth, within) };
    column = within[field];
  }
  return { place: { stream, fields, column } };
}

/** The columns inside a column; undefined where they are not known, none where it holds no fields. */
function fieldsOf(column: Column | undefined): Columns | undefined {
  const within = column && itemOf(column);
  if (!within || within.kind === 'json') return undefined;
  if (within.kind !== 'object') return {};
  // An object of which no field is known holds what its user's attributes are called.
  return Object.keys(within.fields).length === 0 ? undefined : within.fields;
}

/** What a list holds, however deep it is in lists; any other column itself. */
export function itemOf(column: Column): Column {
  return column.kind === 'list' ? itemOf(column.item) : column;
}

function hintFor(stream: StreamInfo, fields: readonly string[], depth: number, within: Columns): string {
  const before = [stream.name, ...fields.slice(0, depth)].join('.');
  const names = Object.keys(within);
  if (names.length === 0) return `${before} has no fields.`;
  const guessed = guess(`${before}.`, fields[depth], names);
  if (guessed) return guessed;
  const known = `Known are: ${names.join(', ')}.`;
  return depth > 0 ? known : `${known} A field that has no column is written as ${stream.name}.${withoutColumn}.NAME.`;
}

function guess(before: string, given: string | undefined, names: readonly string[]): string | undefined {
  const near = given === undefined ? undefined : closest(given, names);
  return near === undefined ? undefined : meant(before + near);
}

const meant = (path: string): string => `Did you mean "${path}"?`;
