/** The loop of every sink that writes lines: events in, in their order, waiting whenever the reader is behind. */
import { asConnectorError, type ConnectorError } from '../core/errors.ts';
import type { Event } from '../core/events.ts';
import type { LineOutput } from './line-output.ts';

/**
 * Writes events until there are no more, or no one reads the lines any more: then it ends them by `return()`. Resolves to what they ended
 * with, if they threw.
 */
export async function passOn(
  events: AsyncIterable<Event>,
  write: (event: Event) => Promise<void> | undefined,
  lines: Pick<LineOutput, 'closed'>,
): Promise<ConnectorError | undefined> {
  try {
    for await (const event of events) {
      if (lines.closed) break;
      const behind = write(event);
      if (behind) await behind;
      if (lines.closed) break;
    }
    return undefined;
  } catch (thrown) {
    return asConnectorError(thrown);
  }
}
