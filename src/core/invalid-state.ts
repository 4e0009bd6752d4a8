/** Refusing a state: to read a wrong one as empty, or as something it does not say, would lose or repeat records. */
import { ConnectorError } from './errors.ts';

/** The error of a state that says something it can't mean. */
export const invalidState = (stream: string, problem: string): ConnectorError =>
  new ConnectorError('state_invalid', `The state of stream "${stream}" is wrong: ${problem}.`, {
    hint: 'Restore it, or reset the stream to read it from the start.',
  });

/** As unix seconds it is the year 5138, as milliseconds 1973: no state is of either. */
const inMilliseconds = 1e11;

/** The time as it is, which must be unix seconds. Throws `state_invalid` with the time's path in the state where it is in milliseconds. */
export function asSeconds(stream: string, path: string, time: number): number {
  if (time < inMilliseconds) return time;
  throw invalidState(stream, `${path} is in milliseconds; it takes unix seconds`);
}
