/** What a database or a folder must do to be loaded: the loader drives it, one implementation a file. */
import type { StreamInfo } from '../catalog.ts';
import type { RecordsEvent, StreamState } from '../events.ts';

/** The workspace a destination belongs to. */
export interface Workspace {
  id: string;
  name: string;
}

/** What a destination remembers of a stream. */
export interface StoredStream {
  state?: StreamState;
  /** Counts the full refreshes of the stream; each row carries the one it was last met in. */
  generation: number;
  /** A full refresh was begun and has not ended well yet. */
  refreshing: boolean;
}

/** A stream about to be loaded. */
export interface StreamLoad {
  info: StreamInfo;
  generation: number;
  refreshing: boolean;
}

export interface Commit {
  states: { stream: string; state: StreamState }[];
  /** Streams whose read ended well: a refresh of theirs need not be continued. */
  complete: string[];
  /** Those among them that were read whole: their rows of an older generation are gone from the workspace, so drop them. */
  whole: string[];
}

/**
 * A destination. Rows written are invisible until `commit`, which makes data and state true together; a crash before
 * it leaves what the commit before it left. All methods reject with a ConnectorError that says what to do.
 */
export interface Destination {
  /** Where it is, for people: a file's path, a database without its password. */
  readonly location: string;
  /** A command that shows some of the data. */
  readonly look: string;
  /** Ties the destination to the workspace, refusing it (`destination_unusable`) if it belongs to another. */
  open(workspace: Workspace): Promise<Map<string, StoredStream>>;
  /** Creates what tables and columns are missing. */
  prepare(streams: StreamLoad[]): Promise<void>;
  /** Stages rows. Two rows of one key may come in one batch: the later one, if its cursor is not older, wins. */
  write(batch: RecordsEvent): Promise<void>;
  /** Ids of the records that the refresh now ending did not meet; of a child stream, those of such parents. */
  unmet(stream: string): Promise<string[]>;
  commit(commit: Commit): Promise<void>;
  /** Drops what is not committed and lets go of files and connections. */
  close(): Promise<void>;
}
