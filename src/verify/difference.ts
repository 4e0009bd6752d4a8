/** What a verification finds, and what it says of each stream. */

/**
 * `missing`: Intercom has the record, the table does not. `extra`: the reverse. `stale`: values differ. `cut`: a row that belongs to a
 * stored record is not stored. `deleted`: stored, though Intercom deleted it before the last sync. `duplicate`: stored more than once.
 * `tombstone`: stored and there, though `_deleted` says that it is gone. `position`: the stream's position lies in the future, so that a sync would leave out what changes until then.
 */
export type DifferenceKind = 'missing' | 'extra' | 'stale' | 'cut' | 'deleted' | 'duplicate' | 'tombstone' | 'position';

export interface Difference {
  stream: string;
  kind: DifferenceKind;
  /** The values of its primary key, in their order. */
  key: readonly (string | number | boolean | null)[];
  /** Of a row inside another record: that record's id. */
  parent?: string;
  /** Of a stale row: in which columns. */
  columns?: readonly string[];
}

/** What was compared of a stream, and what differs. */
export interface StreamVerdict {
  stream: string;
  verdict: 'sound' | 'differs' | 'not compared' | 'failed';
  /** Why it was not compared, or could not be. */
  why?: string;
  /** Windows of time whose numbers of records were compared, and those of them that were read. */
  windows: number;
  windowsRead: number;
  /** Records compared by value. */
  records: number;
  /** Records that changed, came or went since the last sync: for the next one. */
  movedSince: number;
  /** Ids of records that are stored, that Intercom says to be gone, and of which nothing tells whether they went before the last sync or since. */
  vanished: readonly string[];
  /** Requests that it cost, those of the streams inside its records included. */
  requests: number;
  differences: readonly Difference[];
  /** For people: what could not be looked at. */
  notes: readonly string[];
}

/** The record that a difference is about: of a row inside another one, that one. */
export const recordOf = ({ parent, key }: Difference): string => parent ?? String(key[0]);
