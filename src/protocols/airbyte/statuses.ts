/** Which stream statuses to emit, in the order the platform and its acceptance tests expect. */
import type { RateLimitedEvent } from '../../core/events.ts';
import type { StreamStatusTrace } from './messages.ts';

type Status = StreamStatusTrace['status'];

export interface Statuses {
  /** The statuses to emit so that the stream is at this one. RUNNING never comes without STARTED, nor COMPLETE without RUNNING. */
  reach(stream: string, status: Status): StreamStatusTrace[];
  /** RUNNING with its one reason for every running stream; once for each time at which requests go on. */
  rateLimited(event: RateLimitedEvent): StreamStatusTrace[];
  /** The status emitted last, if any. */
  of(stream: string): Status | undefined;
}

/** Follows the statuses of a sync's streams. */
export function trackStatuses(): Statuses {
  const emitted = new Map<string, Status>();
  let pausedUntil: number | undefined;

  return {
    reach(stream, status) {
      const current = emitted.get(stream);
      const missing = missingBetween(current, status);
      if (missing.length > 0) emitted.set(stream, status);
      return missing.map((step) => ({ stream_descriptor: { name: stream }, status: step }));
    },
    rateLimited({ until }) {
      if (until === pausedUntil) return [];
      pausedUntil = until;
      const running = [...emitted].filter(([, status]) => status === 'STARTED' || status === 'RUNNING');
      return running.map(([name]) => {
        emitted.set(name, 'RUNNING');
        return {
          stream_descriptor: { name },
          status: 'RUNNING',
          reasons: [{ type: 'RATE_LIMITED', rate_limited: { quota_reset: Math.round(until) } }],
        };
      });
    },
    of: (stream) => emitted.get(stream),
  };
}

const course: Status[] = ['STARTED', 'RUNNING', 'COMPLETE'];

/** A stream that fails needs no RUNNING; one that has ended stays so. */
function missingBetween(current: Status | undefined, target: Status): Status[] {
  if (current === 'COMPLETE' || current === 'INCOMPLETE') return [];
  if (target === 'INCOMPLETE') return current ? ['INCOMPLETE'] : ['STARTED', 'INCOMPLETE'];
  return course.slice(current ? course.indexOf(current) + 1 : 0, course.indexOf(target) + 1);
}
