/**
 * By which key a stream's state holds its cursor. The engine goes by the scan's, which a stream shares with its parent; platforms look for the one that
 * the catalog names as the stream's cursor field.
 */
import type { StreamState } from '../core/events.ts';

export interface StateKey {
  /** The engine's. */
  key: string;
  /** The stream's cursor field. */
  field: string;
}

/** By stream; none where both are one. */
export type StateKeys = ReadonlyMap<string, StateKey>;

/** A state as platforms are given it. */
export const toldState = (state: StreamState, names: StateKey | undefined): StreamState =>
  names ? renamed(state, names.key, names.field) : state;

/** A state as the engine takes it, whichever of the two it holds. */
export const ownState = (state: StreamState, names: StateKey | undefined): StreamState =>
  names && state[names.key] === undefined ? renamed(state, names.field, names.key) : state;

function renamed(state: StreamState, from: string, to: string): StreamState {
  const { [from]: value, ...rest } = state;
  return value === undefined ? state : { [to]: value, ...rest };
}
