/** Whether a destination can't be opened since something else has it open, which may pass. */
import { ConnectorError } from '../core/errors.ts';

/** What a destination's error has in its `details` then, with the other's process id where it is known. */
export const inUse = (pid?: number) => ({ inUse: 1, pid });

export const isInUse = (thrown: unknown): thrown is ConnectorError =>
  thrown instanceof ConnectorError && thrown.details.inUse === 1;
