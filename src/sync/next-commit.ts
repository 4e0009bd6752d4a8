/** What the next commit makes true: what has been staged and told since the last one. Pure. */
import type { StreamState } from '../core/events.ts';
import type { Checked, Commit } from '../destinations/destination.ts';

export interface NextCommit {
  /** How many are staged; a parent whose children are replaced counts as one. */
  rows: number;
  states: Map<string, StreamState>;
  complete: Set<string>;
  completeSnapshots: Set<string>;
  checkedSnapshots: Set<string>;
  checked: Checked[];
}

export const emptyCommit = (): NextCommit => ({
  rows: 0,
  states: new Map(),
  complete: new Set(),
  completeSnapshots: new Set(),
  checkedSnapshots: new Set(),
  checked: [],
});

/** As the destination takes it; undefined where there is nothing to commit. `at`: unix seconds. */
export function commitOf(next: NextCommit, at: number): Commit | undefined {
  if (next.rows === 0 && next.states.size === 0 && next.complete.size === 0 && next.checked.length === 0)
    return undefined;
  return {
    states: [...next.states].map(([stream, state]) => ({ stream, state })),
    complete: [...next.complete],
    completeSnapshots: [...next.completeSnapshots],
    checkedSnapshots: [...next.checkedSnapshots],
    checked: next.checked,
    at,
  };
}
