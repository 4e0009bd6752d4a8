/** What a destination keeps of the runs that loaded it, so that its readers see how fresh it is. Never what records contain. */

/** `full refresh`: all of it was asked for again. */
export type RunMode = 'incremental' | 'full refresh';

/** `full check`: read whole to find what has vanished. */
export type StreamMode = RunMode | 'full check';

/**
 * How a run ended. `incomplete`: some streams are not complete. `failed`: what ended all of it, such as a token that was revoked.
 * `crashed`: it was killed, and said nothing any more.
 */
export type RunOutcome = 'complete' | 'incomplete' | 'stopped' | 'failed' | 'crashed';

/** Texts for people, without secrets and values. */
export interface RunError {
  code: string;
  message: string;
  /** What the token lacks, by its name in the Developer Hub. */
  permission?: string;
}

export interface RunWarning {
  message: string;
  /** How often it came. */
  times: number;
  /** Whose rows it is about, where it tells. */
  stream?: string;
}

/** All times are Intercom's, in unix seconds. */
export interface RunBegin {
  at: number;
  /** Of the connector. */
  version: string;
  mode: RunMode;
  /** What is about to be read, and how. */
  streams: readonly { stream: string; mode: StreamMode }[];
}

export interface RunEnd {
  at: number;
  outcome: Exclude<RunOutcome, 'crashed'>;
  /** Requests of its connection that were answered by then. */
  requests: number;
  warnings: readonly RunWarning[];
  /** What ended a run that is `stopped` or `failed`. */
  error?: RunError;
  /** Also of streams that could not be begun. */
  streams: readonly StreamEnd[];
}

/** What became of a stream. Numbers of rows are left out where the run did not come to count them. */
export interface StreamEnd {
  stream: string;
  /** `unfinished`: not read to its end, and not by a fault of its own. */
  outcome: StreamOutcome;
  rows?: { added: number; updated: number; deleted: number; total: number };
  warnings: number;
  error?: RunError;
}

export type StreamOutcome = 'complete' | 'failed' | 'unfinished';

/** A run as it is kept; without an end while it runs, and where it was killed. */
export interface KeptRun extends Omit<RunBegin, 'streams'> {
  id: number;
  ended?: Omit<RunEnd, 'streams' | 'outcome'>;
  outcome: RunOutcome | 'running';
}

/** What is kept of a stream. */
export interface KeptStream {
  stream: string;
  /** Whether the last run was to read it. */
  inLastRun: boolean;
  /** How it was read last, where it could be begun. */
  mode?: StreamMode;
  /** What became of it then. */
  outcome: StreamOutcome;
  error?: RunError;
  warnings: number;
  /** By the last run that counted its rows. */
  rows?: StreamEnd['rows'];
  /** The greatest cursor among these rows that can be. */
  newestAt?: number;
  /** When the last run began that read it to its end: what Intercom had then is in the table. */
  completeAt?: number;
}

export interface RunHistory {
  /** Where it is, for people. */
  location: string;
  workspace: { id: string; name: string };
  /** Left out where no run was kept yet. */
  last?: KeptRun;
  /** By name: those of the last run, and all others that are kept up. */
  streams: KeptStream[];
}
