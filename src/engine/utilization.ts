/** How busy this process is: when it does not keep up, more answers at once only wait in memory. */
import { performance } from 'node:perf_hooks';

/** Long enough that a pause of the server's does not pass for time to spare. */
const spanMs = 200;

/** A function that tells which part of the last span the event loop was at work: 0 to 1. */
export function createUtilization(): () => number {
  let since = performance.eventLoopUtilization();
  let askedAt = performance.now();
  let utilization = 0;
  return () => {
    const now = performance.now();
    if (now - askedAt < spanMs) return utilization;
    const until = performance.eventLoopUtilization();
    utilization = performance.eventLoopUtilization(until, since).utilization;
    since = until;
    askedAt = now;
    return utilization;
  };
}
