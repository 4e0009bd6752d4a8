/** What a user can select: the neutral description of a stream, which every protocol and destination understands. */
import type { Columns } from './columns/columns.ts';

export type SyncMode = 'full_refresh' | 'incremental';

/** A stream as its users see it. */
export interface StreamInfo {
  name: string;
  /** One line, for people. */
  description: string;
  /** The permission it needs, by the name Intercom's Developer Hub shows. */
  permission: string;
  /** The first API version that has its endpoint, such as `2.14` or `Preview`; left out where every version has it. */
  since?: string;
  /**
   * What it costs beside the lists that are read anyway: `a request per contact`. Left out where that is nothing. `sync` reads such a
   * stream only when it is named.
   */
  cost?: string;
  /** The columns that together name one row. */
  primaryKey: readonly string[];
  /** The column by which a later version of a row is known; without it a stream is always read whole. */
  cursor?: string;
  columns: Columns;
  /** A child stream's rows come as the whole set of one parent: in which stream the parent is, and in which column its id. */
  parent?: { stream: string; column: string };
  /** A stream that a record leaves by being met in this one: leads, by being a user. */
  removesFrom?: string;
  /**
   * Of records that can vanish without a word, such as archived contacts: why they are said to be deleted where a full pass does
   * not show them and Intercom does not find them. `sync` makes such a pass from time to time.
   */
  vanishing?: 'archived or deleted' | 'absent from a full pass';
  /** True where every sync reads the whole stream, so that rows not met are known to be gone. */
  fullSnapshot: boolean;
  /** What the configuration leaves out of its rows or hashes. Left out where that is nothing. */
  masking?: Masking;
}

/** What of a stream is left out or hashed, as a destination needs to know it. */
export interface Masking {
  /** Changes with the rules and, where something is hashed, with the salt. Tells neither of them. */
  digest: string;
  /** The columns in which something is left out or hashed: those left out as a whole are no columns of the stream any more. */
  columns: readonly string[];
}

/** A stream as a user chose it. */
export interface SelectedStream {
  name: string;
  /** Incremental only where the stream has a cursor. */
  syncMode: SyncMode;
  /** Names the sync across its attempts: a full refresh goes on only from a state of the same one. Null where no one counts. */
  syncId: number | null;
}

/** How a stream can be read. What every sync reads whole has a cursor that says which version of a row is the later one, and no more. */
export const syncModes = (stream: StreamInfo): SyncMode[] =>
  stream.cursor && !stream.fullSnapshot ? ['full_refresh', 'incremental'] : ['full_refresh'];
