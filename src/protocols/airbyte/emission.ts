/**
 * Keeps two states of a stream apart that are equal although records lie between them. The platform knows states by
 * their content: it would take the second for the first and its records for lost.
 */
import type { StreamState } from '../../core/events.ts';

/** The key that makes a state unlike the one before it. The reader of states drops it. */
const key = '_emission';

/** Returns the states of a stream as they are to be written; call it for every one. */
export function distinctStates(): (state: StreamState, recordCount: number) => StreamState {
  let last: string | undefined;
  let emissions = 0;
  return (state, recordCount) => {
    emissions += 1;
    const content = JSON.stringify(state);
    const repeated = content === last && recordCount > 0;
    last = content;
    return repeated ? { ...state, [key]: emissions } : state;
  };
}

/** A state as it was before `distinctStates`. */
export function withoutEmission(state: StreamState): StreamState {
  const { [key]: _, ...rest } = state;
  return rest;
}
