/** What a database or a folder must do to be loaded: the loader drives it, one implementation a folder. */
import type { StreamInfo } from '../core/catalog.ts';
import type { Finding, RecordsEvent, StreamState } from '../core/events.ts';
import type { View } from '../core/view.ts';
import type { RunBegin, RunEnd } from './runs.ts';

/** The workspace a destination belongs to. */
export interface Workspace {
  id: string;
  name: string;
  /** IANA's name of its time zone. Default: the one that was told before, or UTC. */
  timezone?: string;
}

/** What a destination remembers of a stream. */
export interface StoredStream {
  state?: StreamState;
  /** Counts the full refreshes of the stream; each row carries the one that last saw it. */
  generation: number;
  /** A full refresh was begun and has not ended well yet. */
  refreshing: boolean;
  /**
   * Why the stream must be read from the start though it was read before, for people: "its table was dropped or renamed". A
   * state is given only where rows of then are still there: it says from when on their deletions are owed.
   */
  readAgain?: string;
  /** Its table was dropped just now, since the configuration leaves the stream out. */
  dropped?: true;
  /** When a refresh last went over everything there is and ended well: unix seconds. */
  fullReadAt?: number;
}

/** Ids that Intercom was asked for and that are there, and when: unix seconds. */
export interface Checked {
  stream: string;
  ids: readonly string[];
  at: number;
}

/** What the configuration makes of all streams, whether or not they are loaded. */
export interface MaskedRegistry {
  registry: readonly StreamInfo[];
  /** The names of those that are left out. */
  excluded: readonly string[];
}

/** A stream about to be loaded. */
export interface LoadTarget {
  info: StreamInfo;
  /** Whether each custom attribute has a column of its own, `custom_<name>`, beside the object that holds them all. Default: as it was the last time. */
  customColumns?: boolean;
  generation: number;
  refreshing: boolean;
}

export interface Commit {
  states: { stream: string; state: StreamState }[];
  /** Streams whose read ended well: a refresh of theirs need not be continued. */
  complete: string[];
  /** Those among them whose refresh saw every row there is: rows of an older generation are gone from the workspace, so drop them. */
  completeSnapshots: string[];
  /** Those among them of whose refresh the rows that it did not see were asked for by id: rows of an older generation stay. */
  checkedSnapshots?: string[];
  /** What a refresh has not seen, and Intercom has all the same; of a child stream, such parents. */
  checked?: Checked[];
  /** Intercom's time, unix seconds. */
  at: number;
}

export interface OpenOptions {
  /**
   * Intercom's time, unix seconds; default this machine's. A row whose cursor is more than a day later was shown at a time that can't be,
   * and gives way to any other version.
   */
  now?: number;
  /**
   * What is left out of these streams or hashed by now (`StreamInfo.masking`) is taken out of what is stored of them, and streams that are
   * excluded are dropped, before `open` resolves. Default: the streams to load, and none excluded.
   */
  masked?: MaskedRegistry;
  /** Takes lines for people, such as that stored tables were changed. */
  log?(message: string): void;
}

/** Views of one sort: where they stand. */
export interface ViewStyle {
  style: string;
  /** Default: beside the tables. */
  schema?: string;
}

export interface ViewsWanted {
  /** All views that there are, by style. */
  styles: Readonly<Record<string, readonly View[]>>;
  /** Styles that are to be there from now on, beside those that are. */
  add?: readonly ViewStyle[];
  /** A style that is not to be there any more. */
  remove?: string;
  /** All streams, without masking: what a view reads of one that is not stored, or of a column that is left out, is empty and of these kinds. */
  registry: readonly StreamInfo[];
}

/** What a run has made of a stream's table. Its rows were `total - added + deleted` before. */
export interface TableCounts {
  /** Rows whose key the table did not hold when they came. */
  added: number;
  /**
   * Rows of before the run in whose place a later version came: later by the cursor, or with another value where the table goes by no
   * cursor. A row counts once a run.
   */
  updated: number;
  /** Rows that left the table. */
  deleted: number;
  /** Rows that it holds. */
  total: number;
}

/**
 * A destination. Rows written are invisible until `commit`, which makes data and state true together; a crash before
 * it leaves what the commit before it left. All methods reject with a ConnectorError that says what to do.
 */
export interface Destination {
  /** Where it is, for people: a file's path, a database without its password. */
  readonly location: string;
  /** A command that shows some of the data of these streams, of which there is one at least. */
  look(streams: readonly string[]): string;
  /** SQL that shows the stored rows that a warning is about, where a column tells them. */
  selectFound?(finding: Finding): string | undefined;
  /**
   * Ties the destination to the workspace, refusing it (`destination_unusable`) if it belongs to another, brings what an earlier version
   * stored to the form of this one, and says what is remembered of its streams. Of those about to be loaded, a state counts only if the
   * table that it tells of is still there. A stream of which rows were stored by other rules of masking is to be read again.
   */
  open(workspace: Workspace, streams: readonly StreamInfo[], options?: OpenOptions): Promise<Map<string, StoredStream>>;
  /** Creates what tables and columns are missing, of streams that `open` was told of. */
  prepare(streams: LoadTarget[]): Promise<void>;
  /**
   * Makes the views, or makes them anew where that gives other ones; to be called once tables are prepared, or without `open` where a sync has loaded the
   * destination before: else it rejects with `destination_unusable`. Gives what could not be done, for people: that fails nothing else. Left out where there
   * are no views.
   */
  prepareViews?(wanted: ViewsWanted): Promise<string[]>;
  /** Keeps that a run begins, at once: one that is killed shows by having no end. To be called after `open`. Left out where no runs are kept. */
  beginRun?(run: RunBegin): Promise<void>;
  /** Takes back what is not committed, and keeps how the run ended. To be called last, before `publish` and `close`; works after a failure too, as far as it can. */
  endRun?(run: RunEnd): Promise<void>;
  /** Stages rows. Two rows of one key may come in one batch: the later one, if its cursor is not older, wins. */
  write(batch: RecordsEvent): Promise<void>;
  /** How many rows the next commit holds best, after what was written so far, where that is not left to the loader. */
  rowsPerCommit?(): number | undefined;
  /** Ids of the records that the refresh now ending has not seen; of a child stream, those of such parents. */
  staleIds(stream: string): Promise<string[]>;
  /** Those of the ids of which it stores records; of a child stream, records of such parents. */
  storedIds(stream: string, ids: readonly string[]): Promise<string[]>;
  /** Some ids that the refresh now ending has seen, for control questions; of a child stream, those of such parents. */
  seenIds(stream: string, limit: number): Promise<string[]>;
  /** Ids among the stale that Intercom was asked for and that are there, and when: unix seconds. */
  checked(stream: string): Promise<Map<string, number>>;
  commit(commit: Commit): Promise<void>;
  /** What has become of the prepared streams' tables since `prepare`, to be asked for after a commit. Left out where it can't be told cheaply. */
  counts?(): Promise<Map<string, TableCounts>>;
  /**
   * Makes a copy of what is committed, at a path, for readers: all or nothing of it, in place of a copy of before. To be called last, before `close`.
   * Rejects where something else than a copy of this workspace is in that place.
   */
  publish?(copy: string, workspace: Workspace): Promise<void>;
  /** Drops what is not committed and lets go of files and connections. */
  close(): Promise<void>;
}
