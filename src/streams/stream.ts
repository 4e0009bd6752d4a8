/** The shapes of the registry: streams as data, and the scans that feed them. */
import type { StreamInfo } from '../catalog.ts';
import type { Clock } from '../clock.ts';
import type { Columns } from '../columns.ts';
import type { Row } from '../events.ts';
import type { Client } from '../intercom/client.ts';
import type { Priority } from '../intercom/gate.ts';
import type { Filter } from '../intercom/search.ts';

/** An object of Intercom's, as its API gave it. */
export type Entity = { [field: string]: unknown };

/** Half-open range of cursor values [from, to): unix seconds; `to` may be Infinity. */
export interface Range {
  from: number;
  to: number;
}

/** What a reader is given: everything that depends on the network, time or the run. */
export interface ReadContext {
  client: Client;
  clock: Clock;
  /** Narrows a search to what its readers need; empty means all. */
  filters: readonly Filter[];
  /** Unix seconds: what changed from then on may not have settled yet, so that no position is taken from it. */
  settled: number;
  signal: AbortSignal;
  log(level: 'debug' | 'info' | 'warn', message: string): void;
}

/**
 * Some entities, and the position they prove: every entity of the slice whose cursor is below it is out, given all pages
 * yielded up to this one. Without a position a page proves nothing new. Positions never fall back.
 */
export interface Page {
  entities: Entity[];
  position?: number;
}

/** One walk over one collection. A scan feeds every selected stream that takes its rows from it. */
export interface Scan {
  name: string;
  /** The cursor's name in states, and where an entity holds it (unix seconds). None: no time range applies. */
  cursor?: { name: string; of(entity: Entity): number | undefined };
  /**
   * Yields the range's entities, those without a cursor value included. Resuming at a position repeats at most what follows
   * it. Throws `records_missing` (details: received, expected, from, to) where Intercom counts more than it gives: then the
   * positions yielded in that range prove nothing.
   */
  read(context: ReadContext, range: Range): AsyncGenerator<Page>;
  /** How many entities the range has. A scan that can count can be cut into slices; another is read whole, in one pass. */
  count?(context: ReadContext, range: Range): Promise<number>;
  /** Seconds below which cutting does not pay; default a minute. */
  shortest?(context: ReadContext): number;
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

/** A place in a feed, as a state holds it. */
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
  behind?(entry: Entity): Position;
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

/** A request per entity that some streams of a scan need. Streams that name the same detail share its answer. */
export interface Detail {
  name: string;
  /** Whether this entity needs the request: where not, its rows are known to be none. */
  needed(entity: Entity): boolean;
  /**
   * Undefined where the object is gone (404, 410). It reads no more of the entity than its id and cursor. `priority`: default
   * `detail`.
   */
  fetch(context: ReadContext, entity: Entity, priority?: Priority): Promise<Entity | undefined>;
}

/** A stream: a literal in the registry. */
export interface Stream extends StreamInfo {
  scan: Source;
  /** The detail its rows are made of; without it they come from the scan's entity itself. */
  detail?: Detail;
  /** Only entities that match are of this stream: asked of the search where no other stream needs the rest. */
  only?: { filter: Filter; matches(entity: Entity): boolean };
  /** Rows of one entity (and of its detail, where the stream has one). Pure. */
  rows(entity: Entity, detail: Entity | undefined): Row[];
  /** True where the rows are not the parent's whole set (500 parts at most): a loader then only adds and updates. */
  truncated?(entity: Entity, detail: Entity | undefined): boolean;
  /** A feed's entry that takes a record out of this stream alone, such as out of leads. */
  leaves?(entry: Entity): Deletion | undefined;
  /** Other records that this entity tells to be gone, such as those merged into it. */
  buries?(entity: Entity): Deletion[];
  /** The path at which one record can be asked for by its id: the proof that one is gone. */
  byId?(id: string): string;
}

/** A stream with its defaults filled in. */
export function defineStream(
  stream: Omit<Stream, 'whole' | 'columns' | 'rows'> & {
    columns: Columns;
    whole?: boolean;
    rows?: Stream['rows'];
  },
): Stream {
  return { whole: !stream.cursor, rows: (entity) => [entity], ...stream };
}
