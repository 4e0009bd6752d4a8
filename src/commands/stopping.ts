/** SIGTERM and Ctrl-C: stop, let out the last consistent states, then die by the signal itself. */
import { ConnectorError } from '../errors.ts';

/** What is not out by then is given up, in milliseconds: the platform kills soon after. */
const patienceMs = 4_500;

export interface Stopping {
  readonly signal: AbortSignal;
  /** To be called last: if a signal came, the process ends by it, so that its parent sees what happened. */
  finish(): void;
  /** Stops for another reason than a signal, such as a reader that has gone away. */
  stop(): void;
}

/** Listens for SIGTERM and SIGINT. */
export function listenForStop(): Stopping {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  const die = () => {
    if (!received) return;
    process.removeAllListeners(received);
    process.kill(process.pid, received);
  };
  for (const name of ['SIGTERM', 'SIGINT'] as const) {
    process.on(name, () => {
      if (received) return die();
      received = name;
      setTimeout(die, patienceMs).unref();
      controller.abort(
        new ConnectorError('stopped', `Stopped by ${name}.`, { hint: 'Run it again: it goes on from here.' }),
      );
    });
  }
  return {
    signal: controller.signal,
    stop: () => controller.abort(new ConnectorError('stopped', 'The reader of the output has gone.')),
    finish: die,
  };
}
