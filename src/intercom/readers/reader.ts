/** The contract of readers: what one is given, and what it yields. */
import type { Clock } from '../../core/clock.ts';
import type { Finding } from '../../core/events.ts';
import type { Range } from '../../core/ranges.ts';
import type { Client } from '../client.ts';
import type { Filter } from './search-query.ts';

/** An object of Intercom's, as its API gave it. */
export type Entity = { [field: string]: unknown };

/** What a reader is given: everything that depends on the network, time or the run. */
export interface ReadContext {
  client: Client;
  clock: Clock;
  /** Narrows a search to what its readers need; empty means all. */
  filters: readonly Filter[];
  /** Unix seconds: what changed from then on may not have settled yet, so that no position is taken from it. */
  settledBefore: number;
  signal: AbortSignal;
  log(level: 'debug' | 'info' | 'warn', message: string, finding?: Finding): void;
}

/**
 * Some entities, and the position they prove: every entity of the range whose cursor is below it is out, given all pages
 * yielded up to this one. Without a position a page proves nothing new. Positions never fall back.
 */
export interface Page {
  entities: Entity[];
  position?: number;
}

/** A way of reading a collection. */
export interface Reader {
  /**
   * Yields the range's entities, those without a cursor value included. Resuming at a position repeats at most what follows
   * it. Throws `records_missing` (details: received, expected, from, to) where Intercom counts more than it gives: then the
   * positions yielded in that range prove nothing.
   */
  read(context: ReadContext, range: Range): AsyncGenerator<Page>;
  /**
   * How many entities the range has; NaN where no one can tell. What has it can be read by ranges, and cut into slices where it counts;
   * what has not is read whole, in one pass.
   */
  count?(context: ReadContext, range: Range): Promise<number>;
  /** Seconds below which cutting does not pay; default a minute. */
  shortest?(context: ReadContext): number;
}
