/**
 * The ids that the last whole pass over a collection has seen. A company without people may be in no list: when it gets its first
 * ones, it appears with an `updated_at` of long ago, which the cursor has passed. What the last pass did not see is new.
 */
import { createHash } from 'node:crypto';
import type { StreamState } from '../core/events.ts';
import { invalidState } from '../core/invalid-state.ts';
import { isFeed, type Stream } from '../streams/stream.ts';

const key = 'known_ids';

/** Bytes of an id's hash: of a million ids one in a million is taken for another. */
const hashBytes = 5;

export interface KnownIds {
  /** Whether the pass before has seen it; undefined where none is known. */
  has(id: unknown): boolean | undefined;
  /** This pass has seen it. */
  add(id: unknown): void;
  /** This pass is over: from now on its ids are the known ones. */
  complete(): void;
  /** As a part of a state. */
  state(): StreamState;
}

/** Those of a stream that is read by passing over everything, and by a cursor all the same; undefined of others. Throws `state_invalid`. */
export function readKnownIds(stream: Stream, state: StreamState | undefined): KnownIds | undefined {
  const { scan } = stream;
  if (isFeed(scan) || !scan.cursor || scan.count || stream.fullSnapshot) return undefined;
  const value = state?.[key];
  if (value !== undefined && typeof value !== 'string') throw invalidState(stream.name, `${key} takes a text`);
  let known = value === undefined ? undefined : unpacked(value);
  const seen = new Set<string>();
  return {
    has: (id) => known?.has(hashOf(id)),
    add: (id) => {
      seen.add(hashOf(id));
    },
    complete() {
      known = seen;
    },
    state: (): StreamState => (known ? { [key]: packed(known) } : {}),
  };
}

const hashOf = (id: unknown): string => createHash('sha1').update(String(id)).digest().toString('latin1', 0, hashBytes);

/** Sorted, so that the same ids make the same state. */
const packed = (hashes: ReadonlySet<string>): string =>
  Buffer.from([...hashes].sort().join(''), 'latin1').toString('base64');

function unpacked(text: string): Set<string> {
  const bytes = Buffer.from(text, 'base64').toString('latin1');
  const hashes = new Set<string>();
  for (let at = 0; at + hashBytes <= bytes.length; at += hashBytes) hashes.add(bytes.slice(at, at + hashBytes));
  return hashes;
}
