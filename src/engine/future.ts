/** States of the future: a clock was wrong, or someone wrote them by hand. All that happens until then would never be read. */
import { ConnectorError } from '../core/errors.ts';
import { feedOf, type StreamRun } from './stream-run.ts';

/** Further ahead than any two clocks that are right, seconds. */
const day = 86_400;

/** Whether the state that the run begins with says that something was read which, at `now` (unix seconds), is yet to happen. */
export function isAhead({ stream, isFirstRead, alreadyRead, lowWatermark, position }: StreamRun, now: number): boolean {
  const latest = now + day;
  const feed = feedOf(stream);
  if (feed && position !== undefined && feed.compare(feed.at(latest), position) < 0) return true;
  return !isFirstRead && (lowWatermark > latest || alreadyRead.some(({ to }) => to > latest));
}

export const aheadError = ({ stream, lowWatermark }: StreamRun): ConnectorError =>
  new ConnectorError(
    'state_invalid',
    `The state of stream "${stream.name}" lies in the future${until(lowWatermark)}.`,
    {
      hint: 'Check the clock of this machine, and restore the state, or read the stream again with a full refresh.',
    },
  );

const until = (seconds: number): string => {
  const date = new Date(seconds * 1000);
  return seconds === 0 || Number.isNaN(date.getTime()) ? '' : ` (${date.toISOString()})`;
};
