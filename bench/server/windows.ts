/** The rate limit: fixed windows of ten seconds of the server's clock, and what was spent in each. */

export const windowSeconds = 10;

export interface Windows {
  /** Counts a request; its headers, and whether it is over the limit. */
  spend(seconds: number): { headers: string[]; refused: boolean };
  /** Requests answered by window, oldest first, and those refused. */
  report(): { limit: number; spent: number[]; refused: number };
  reset(): void;
}

export function createWindows(limit: number): Windows {
  let spent = new Map<number, number>();
  let refused = 0;

  return {
    spend(seconds) {
      const window = Math.floor(seconds / windowSeconds);
      const before = spent.get(window) ?? 0;
      const over = before >= limit;
      if (over) refused++;
      else spent.set(window, before + 1);
      const headers = [
        'X-RateLimit-Limit',
        String(limit),
        'X-RateLimit-Remaining',
        String(Math.max(0, limit - before - 1)),
        'X-RateLimit-Reset',
        String((window + 1) * windowSeconds),
      ];
      return { headers, refused: over };
    },
    report() {
      const windows = [...spent.keys()];
      const first = Math.min(...windows);
      const length = windows.length === 0 ? 0 : Math.max(...windows) - first + 1;
      return { limit, spent: Array.from({ length }, (_, i) => spent.get(first + i) ?? 0), refused };
    },
    reset() {
      spent = new Map();
      refused = 0;
    },
  };
}
