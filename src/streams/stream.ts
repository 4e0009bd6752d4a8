/** The shapes of the registry: streams as data, and the scans that feed them. */
import type { StreamInfo } from '../core/catalog.ts';
import type { Columns } from '../core/columns/columns.ts';
import type { Row } from '../core/events.ts';
import type { Client } from '../intercom/client.ts';
import type { Priority } from '../intercom/limits/scheduler.ts';
import type { Entity, ReadContext, Reader } from '../intercom/readers/reader.ts';
import type { Filter } from '../intercom/readers/search-query.ts';

/** One walk over one collection. A scan feeds every selected stream that takes its rows from it. */
export interface Scan extends Reader {
  name: string;
  /** The cursor's name in states, and where an entity holds it (unix seconds). None: no time range applies. */
  cursor?: { name: string; of(entity: Entity): number | undefined };
  /** The same walk for records that are to fit other columns, where it reads them by their columns. */
  withColumns?(columns: Columns): Scan;
  /** Seconds before the saved position that each run reads again at least, since its entities change without a new cursor value. */
  lookback?: number;
  /** Records that it leaves out, without an error, while the token lacks a permission of another stream. */
  withheld?: Withheld;
  /** Where it is told that its objects were deleted. */
  deletions?: { feed: Feed; of(entry: Entity): Deletion | undefined };
}

/** Records that come only with a permission, and whose absence no answer tells. */
export interface Withheld {
  /** For people: "conversations that are tickets". */
  what: string;
  permission: string;
  /** The field of the states that says that they may be lacking in what was read. */
  key: string;
  /** One request. Undefined where the answer says nothing of the permission; never rejects. */
  isGranted(client: Client): Promise<boolean | undefined>;
}

/** Where in a feed its entries were passed on up to, as a state holds it. */
export type Position = string | number;

/** A feed of what happened, followed from a position on. A stream may show it; scans take their deletions from it. */
export interface Feed {
  name: string;
  /** The position's name in the state of the stream that shows the feed. */
  cursor: string;
  /** A position out of a state; undefined where it is none. */
  parse(value: unknown): Position | undefined;
  /** When an entry happened, unix seconds; the moment at which it was read, where it does not say. */
  timeOf(entry: Entity): number;
  /** Whether the entry may lie behind the position. */
  isAfter(entry: Entity, position: Position): boolean;
  /** The position of a moment, unix seconds. */
  at(seconds: number): Position;
  /** The position that covers an entry and all before it, in a feed that is told oldest first. */
  positionOf?(entry: Entity): Position;
  /** The order of positions: below 0 where `a` is the earlier one, above 0 where it is the later one. */
  compare(a: Position, b: Position): number;
  /** Yields pages of the entries that lie behind the position, or of all; others may be among them. */
  follow(context: ReadContext, after: Position | undefined): AsyncGenerator<Entity[]>;
}

/** That an object is gone. */
export interface Deletion {
  id: string;
  /** Unix seconds. */
  at: number;
  reason: string;
  /** What is known of the object, if anything: streams that did not have such a one are not told. */
  known?: Entity;
}

/** A collection's walk, or a feed. */
export type Source = Scan | Feed;

export const isFeed = (source: Source): source is Feed => 'follow' in source;

/** The key under which the stream's states hold its cursor as unix seconds; undefined of feeds, and of scans without a cursor. */
export const timeCursorOf = ({ scan }: Stream): string | undefined => (isFeed(scan) ? undefined : scan.cursor?.name);

/** A request per entity that some streams of a scan need. Streams that name the same detail share its answer. */
export interface Detail {
  name: string;
  /** Whether this entity needs the request: where not, its rows are known without it, or known to be none. */
  needed(entity: Entity): boolean;
  /** Few entities need it: a scan with such details only is read as one without any, and they are asked for before others. */
  rare?: true;
  /**
   * Undefined where the object is gone (404, 410). It may be given no more of the entity than its id and cursor. `priority`: default
   * `detail`, or `rare detail`.
   */
  fetch(context: ReadContext, entity: Entity, priority?: Priority): Promise<Entity | undefined>;
}

/** A stream: a literal in the registry. */
export interface Stream extends StreamInfo {
  scan: Source;
  /** The detail its rows are made of; without it they come from the scan's entity itself. */
  detail?: Detail;
  /** Only entities that match are of this stream. `filter`: asks the search for them alone, where no other stream needs the rest. */
  only?: { filter?: Filter; matches(entity: Entity): boolean };
  /** Rows of one entity (and of its detail, where the stream has one). Pure. */
  rows(entity: Entity, detail: Entity | undefined): Row[];
  /** True where the rows are not the parent's whole set (500 parts at most): a loader then only adds and updates. */
  truncated?(entity: Entity, detail: Entity | undefined): boolean;
  /** The source forgets: a row that it no longer gives is not gone, so that a loader only adds and updates. */
  forgets?: true;
  /** The column by which people find the rows of such a parent, of another stream as `stream.column`: how many there are is told. */
  truncatedIn?: string;
  /** A feed's entry that takes a record out of this stream alone, such as out of leads. */
  tombstonesFromEvent?(entry: Entity): Deletion | undefined;
  /** Other records that this entity tells to be gone, such as those merged into it. */
  tombstonesFromRecord?(entity: Entity): Deletion[];
  /**
   * A small request that shows whether the token opens it, of a stream for which no other one of its permission can speak. Rejects with
   * `config_invalid` where Intercom does not know it.
   */
  probe?(client: Client): Promise<unknown>;
  /** The path at which one record can be asked for by its id: the proof that one is gone. */
  byId?(id: string): string;
}

/** Streams about one sort of object: a folder here, a page of the docs. */
export interface Family {
  name: string;
  /** For people. */
  title: string;
  /** For people, where the streams themselves do not say it: where they come from. */
  about?: string;
  streams: readonly Stream[];
}

/** Streams that only the workspace can name. */
export interface WorkspaceFamily {
  /** For people: 'the datasets of its reports'. */
  what: string;
  /** Whether a stream of this name may be one of them: nothing is asked for others. */
  mayHave(name: string): boolean;
  read(context: ReadContext): Promise<Stream[]>;
}

/** A stream with its defaults filled in. */
export function defineStream(
  stream: Omit<Stream, 'fullSnapshot' | 'columns' | 'rows'> & {
    columns: Columns;
    fullSnapshot?: boolean;
    rows?: Stream['rows'];
  },
): Stream {
  return { fullSnapshot: !stream.cursor, rows: (entity) => [entity], ...stream };
}
