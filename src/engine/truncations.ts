/** Parents of which Intercom gives only some children. Told once a stream, at the end of its scan, since there may be thousands. */
import type { Finding } from '../core/events.ts';
import type { ReadContext } from '../intercom/readers/reader.ts';
import { createSeen, type Seen } from '../intercom/readers/seen.ts';
import type { Stream } from '../streams/stream.ts';

export interface Truncations {
  note(stream: Stream, parent: unknown): void;
  /** Says of each stream how many there were, and how to find them. */
  tell(log: ReadContext['log']): void;
}

export function createTruncations(): Truncations {
  /** A parent that changes meanwhile is met more than once. */
  const parents = new Map<Stream, Seen>();
  return {
    note(stream, parent) {
      if (!isTold(stream)) return;
      const seen = parents.get(stream) ?? createSeen();
      parents.set(stream, seen);
      seen.note(String(parent), undefined);
    },
    tell(log) {
      for (const [stream, seen] of parents) log('warn', textOf(stream, seen.size()), findingOf(stream, seen.size()));
    },
  };
}

/** Of a scan that comes without details, and without a column that tells, its own reader tells, once. */
const isTold = ({ detail, truncatedIn }: Stream): boolean => detail !== undefined || truncatedIn !== undefined;

function textOf({ name, parent, truncatedIn }: Stream, count: number | undefined): string {
  const told = `${name}: Intercom gives only some of them for ${count?.toLocaleString('en-US') ?? 'millions'} of the ${parent?.stream}`;
  return truncatedIn === undefined ? `${told}.` : `${told}: those with ${truncatedIn} = true.`;
}

function findingOf({ name, truncatedIn }: Stream, count: number | undefined): Finding {
  const path = truncatedIn?.split('.') ?? [];
  const stream = path.length > 1 ? path[0]! : name;
  return { kind: 'truncated', stream, column: path.at(-1), count };
}
