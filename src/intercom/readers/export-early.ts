/** Jobs of parts that are not read yet, begun while another one is waited for. */
import type { Client } from '../client.ts';
import type { Body } from '../http/response.ts';
import type { ExportPart } from './export-parts.ts';

export interface EarlyJobs {
  /** The part's job, if it was begun; undefined where it could not be. */
  of(part: ExportPart): Promise<Body | undefined> | undefined;
  /** Begins those of the next parts, as many as there may be beside one. */
  begin(next: readonly ExportPart[]): void;
}

/** Where a job can't be begun, nothing is said of it: it is asked for again, and waited for, once its part is read. */
export function createEarlyJobs(
  client: Client,
  { enqueue, ask, atOnce = 1 }: { enqueue: string; ask(part: ExportPart): Body; atOnce?: number },
): EarlyJobs {
  const begun = new Map<ExportPart, Promise<Body | undefined>>();
  return {
    of: (part) => begun.get(part),
    begin(next) {
      for (const part of next.slice(0, atOnce - 1)) {
        if (!begun.has(part))
          begun.set(
            part,
            client.post(enqueue, ask(part)).catch(() => undefined),
          );
      }
    },
  };
}
