/**
 * Entities whose detail answered 404. It may be gone, or a gateway may answer so for a while: their rows stay as they are, their
 * ids are kept in the state, and they are asked for a second time, later in the run or in the next one.
 */
import type { StreamState } from '../core/events.ts';
import { invalidState } from '../core/invalid-state.ts';
import type { Stream } from '../streams/stream.ts';

const key = 'suspected';

/** Ids to cursor values (unix seconds) out of a state. Throws `state_invalid`. */
export function readSuspected(stream: Stream, state: StreamState | undefined): Map<string, number> {
  const value = state?.[key];
  if (value === undefined) return new Map();
  if (typeof value !== 'object' || value === null || Array.isArray(value)) throw invalid(stream);
  return new Map(
    Object.entries(value).map(([id, at]) => {
      if (typeof at !== 'number') throw invalid(stream);
      return [id, at];
    }),
  );
}

/** The same as a part of a state. */
export const writeSuspected = (suspected: ReadonlyMap<string, number>): StreamState =>
  suspected.size === 0 ? {} : { [key]: Object.fromEntries(suspected) };

const invalid = ({ name }: Stream) => invalidState(name, `${key} takes an object from ids to unix seconds`);
