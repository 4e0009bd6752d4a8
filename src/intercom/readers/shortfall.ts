/** How much less a collection gives than it counts. Pure. */

export interface Shortfall {
  received: number;
  expected: number;
  missing: number;
  /** True where it is only known that there are more than were received. */
  isLeast?: boolean;
  /** True where what was deleted or changed meanwhile may account for it. */
  mayBeExplained?: boolean;
}

/** A shortfall that is larger than what is explained. */
export function shortfallOf(received: number, expected: number, explained: number): Shortfall | undefined {
  const missing = expected - received;
  return missing > explained ? { received, expected, missing } : undefined;
}
