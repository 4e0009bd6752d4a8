/** Fields that Intercom sends and that have no column: each is told once, when it first comes. */
import type { StoredStreams } from './stored-streams.ts';

/** So many are remembered of a stream; what comes beyond is kept in `_extra` as these are, and not told. */
const most = 500;

export interface UnknownFields {
  /** What takes the fields of a stream's rows. */
  of(stream: string): (field: string) => void;
  /** Remembers with the next commit what is new. Gives what there is to tell once that is done. */
  remember(): string[];
}

export function createUnknownFields(stored: StoredStreams): UnknownFields {
  /** By stream, those that were told and those that are new. */
  const streams = new Map<string, { known: Set<string>; fresh: string[] }>();
  return {
    of(stream) {
      const known = new Set(stored.get(stream)?.unknownFields);
      const fresh: string[] = [];
      streams.set(stream, { known, fresh });
      return (field) => {
        if (known.has(field) || known.size >= most) return;
        known.add(field);
        fresh.push(field);
      };
    },
    remember() {
      const told: string[] = [];
      for (const [stream, { known, fresh }] of streams) {
        if (fresh.length === 0) continue;
        stored.update(stream, { unknownFields: [...known] });
        told.push(
          `${stream}: Intercom sends what has no column yet, which is kept in _extra: ${fresh.splice(0).join(', ')}.`,
        );
      }
      return told;
    },
  };
}
