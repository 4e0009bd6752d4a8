/** The rate limit that all requests of the process share; its arithmetic is in `budget-state`. */
import {
  applyFailure,
  applyResponse,
  availableAt,
  type BudgetOptions,
  initialBudget,
  ratePerSecond,
  spend,
  type TimedResponse,
} from './budget-state.ts';

/** All times are `elapsed` milliseconds. Each request is followed by `responded` or `failed`, once. */
export interface Budget {
  /** From when on one more request may leave; in the past when it may leave now. */
  availableAt(): number;
  /** A request leaves. */
  sent(at: number): void;
  responded(response: TimedResponse): void;
  /** No response came: the server may or may not have counted the request. */
  failed(at: number): void;
  /** Requests a second that may be spent, for sizing how many are in flight. */
  rate(): number;
  /** Requests that the last window of ten seconds allowed to the whole app, and what was left of it, as a response told; undefined where none did. */
  told(): { limit: number; remaining: number } | undefined;
}

/** A budget that knows nothing yet; the first responses teach it. */
export function createBudget(options: BudgetOptions): Budget {
  let state = initialBudget(options);
  return {
    availableAt: () => availableAt(state),
    rate: () => ratePerSecond(state),
    told: () => state.window && { limit: state.limit, remaining: state.window.remaining },
    sent(at) {
      state = spend(state, at);
    },
    responded(response) {
      state = applyResponse(state, response);
    },
    failed(at) {
      state = applyFailure(state, at);
    },
  };
}
