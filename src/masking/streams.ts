/**
 * The streams as a configuration wants them: without what it leaves out, with hashes in place of what it hashes. A stream of which
 * nothing is masked is the very same one, so that its records pass as they came.
 */
import { createHash, createHmac } from 'node:crypto';
import type { Masking } from '../core/catalog.ts';
import { ConnectorError } from '../core/errors.ts';
import type { Config } from '../intercom/config.ts';
import { isOfWorkspace } from '../streams/defined-streams.ts';
import type { Stream } from '../streams/stream.ts';
import { bodiesOf } from './bodies.ts';
import { maskedColumns } from './columns.ts';
import { type FieldMasks, fieldMasks, rulesIn } from './mask.ts';
import { itemOf, type Place, placesAt, whyNeeded } from './paths.ts';
import { type Hash, rowMasker } from './rows.ts';

export interface MaskedStreams {
  /** Every stream, masked: those that are left out are asked for by id where others need it. */
  registry: readonly Stream[];
  /** Those that can be read. */
  streams: readonly Stream[];
  /** The names of those that are left out. */
  excluded: readonly string[];
}

export type MaskingConfig = Pick<Config, 'exclude' | 'hash' | 'hash_salt' | 'no_bodies'>;

/**
 * Throws `config_invalid` where a path is not known, or names what is needed. Paths in a stream that only the workspace knows are passed over where
 * it is not in the registry.
 */
export function maskStreams(registry: readonly Stream[], config: MaskingConfig): MaskedStreams {
  const isHere = (path: string) => !streamsOnlyOfWorkspace([path]).some((name) => !isNamed(registry, name));
  const excluded = config.exclude.filter(isHere).flatMap((path) => placesToMask(path, registry, 'exclude'));
  const hashed = config.hash.filter(isHere).flatMap((path) => placesToMask(path, registry, 'hash'));
  const bodies = config.no_bodies ? registry.flatMap(bodyPlaces) : [];
  const names = new Set(excluded.filter(({ fields }) => fields.length === 0).map(({ stream }) => stream.name));
  if (registry.every(({ name }) => names.has(name)))
    throw new ConnectorError('config_invalid', '"exclude" leaves out every stream, so that nothing would be read.');
  const salt = config.hash_salt ?? '';
  const masked = registry.map((stream) => {
    const of = (places: readonly Place[]) => places.filter((place) => place.stream === stream);
    return maskedStream(stream, fieldMasks([...of(excluded), ...of(bodies)], of(hashed)), salt);
  });
  return { registry: masked, streams: masked.filter(({ name }) => !names.has(name)), excluded: [...names] };
}

/** The streams of these paths that only the workspace knows. */
export const streamsOnlyOfWorkspace = (paths: readonly string[]): string[] =>
  paths.map((path) => path.split('.')[0]!).filter(isOfWorkspace);

const isNamed = (registry: readonly Stream[], wanted: string): boolean => registry.some(({ name }) => name === wanted);

function maskedStream(stream: Stream, masks: FieldMasks, salt: string): Stream {
  if (masks.size === 0) return stream;
  const mask = rowMasker(masks, hashWith(salt));
  return {
    ...stream,
    columns: maskedColumns(stream.columns, masks),
    masking: maskingOf(stream, masks, salt),
    rows: (entity, detail) => stream.rows(entity, detail).map(mask),
  };
}

const hashWith =
  (salt: string): Hash =>
  (text) =>
    createHmac('sha256', salt).update(text).digest('hex');

function maskingOf({ columns }: Stream, masks: FieldMasks, salt: string): Masking {
  const rules = rulesIn(masks);
  const text = JSON.stringify(rules);
  const isHashed = rules.some(([, rule]) => rule === 'hash');
  const digest = isHashed ? hashWith(salt)(text) : createHash('sha256').update(text).digest('hex');
  return { digest, columns: [...masks.keys()].filter((name) => Object.hasOwn(columns, name)) };
}

const bodyPlaces = (stream: Stream): Place[] => bodiesOf(stream).map((fields) => ({ stream, fields }));

function placesToMask(path: string, registry: readonly Stream[], key: 'exclude' | 'hash'): Place[] {
  const places = placesAt(path, registry, key);
  const refused = places.flatMap((place) => {
    const why = whyNeeded(place) ?? (key === 'hash' ? whyNotHashed(place) : undefined);
    return why === undefined ? [] : [`"${[place.stream.name, ...place.fields].join('.')}" ${why}`];
  });
  if (refused.length === 0) return places;
  const done = key === 'hash' ? 'hashed' : 'left out';
  throw new ConnectorError('config_invalid', `"${key}": ${refused.join(', ')}, and can't be ${done}.`, {
    hint: key === 'hash' ? 'Name columns or fields that hold one value each, such as contacts.email.' : undefined,
  });
}

function whyNotHashed({ fields, column }: Place): string | undefined {
  if (fields.length === 0) return 'is a stream';
  return column && itemOf(column).kind === 'object' ? 'holds several fields' : undefined;
}
