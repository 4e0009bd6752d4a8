/** How long something took, for people. */

/** Milliseconds as `0.4 s`, `12 s` or `3 min 5 s`. */
export function durationText(ms: number): string {
  const whole = Math.round(ms / 1000);
  if (ms < 10_000) return `${(ms / 1000).toFixed(1)} s`;
  return whole < 60 ? `${whole} s` : `${Math.floor(whole / 60)} min ${whole % 60} s`;
}
