/** Whether this process keeps up: when it does not, more answers at once only wait in memory. */
import { performance } from 'node:perf_hooks';

/** Busier than this (of 1) in the span before, it has no time to spare. */
const busyFrom = 0.8;
const spanMs = 50;

/** A function that tells whether the event loop had hardly a pause of late. */
export function createBusy(): () => boolean {
  let since = performance.eventLoopUtilization();
  let askedAt = performance.now();
  let busy = false;
  return () => {
    const now = performance.now();
    if (now - askedAt < spanMs) return busy;
    const until = performance.eventLoopUtilization();
    busy = performance.eventLoopUtilization(until, since).utilization > busyFrom;
    since = until;
    askedAt = now;
    return busy;
  };
}
