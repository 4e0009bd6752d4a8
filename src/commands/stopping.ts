/** SIGTERM, Ctrl-C and a terminal that is closed: stop, let out the last consistent states, then die by the signal itself. */
import { ConnectorError } from '../core/errors.ts';

/** What is not out by then is given up, in milliseconds: the platform kills soon after. */
const patienceMs = 4_500;

export interface Stopping {
  readonly signal: AbortSignal;
  /** To be called last: if a signal came, the process ends by it, so that its parent sees what happened. */
  finish(): void;
  /** Stops for another reason than a signal, such as a reader that has gone away. */
  stop(): void;
}

/** Listens for SIGTERM, SIGINT and SIGHUP. */
export function listenForStop(): Stopping {
  const controller = new AbortController();
  let received: NodeJS.Signals | undefined;
  let finished = false;
  const die = () => {
    if (!received) return;
    process.removeAllListeners(received);
    process.kill(process.pid, received);
  };
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) {
    process.on(name, () => {
      const over = finished || received !== undefined;
      received ??= name;
      // Asked twice, or only kept by output that no one reads: at once.
      if (over) return die();
      setTimeout(die, patienceMs).unref();
      controller.abort(
        new ConnectorError('stopped', `Stopped by ${name}.`, { hint: 'Run it again: it goes on from here.' }),
      );
    });
  }
  return {
    signal: controller.signal,
    stop: () => controller.abort(new ConnectorError('stopped', 'The reader of the output has gone.')),
    finish() {
      finished = true;
      die();
    },
  };
}
