/** One export job: asked for, waited for, and found to have ended. */
import type { Clock } from '../../core/clock.ts';
import { ConnectorError } from '../../core/errors.ts';
import type { Client } from '../client.ts';
import type { Body } from '../http/response.ts';
import type { Page, ReadContext } from './reader.ts';

/** How jobs of a kind are asked for. */
export interface ExportRequests {
  /** Where one is asked for, by POST. */
  enqueue: string;
  /** What has become of it. Rejects with `not_found` where there is none any more. */
  status(client: Client, id: string): Promise<Body>;
  /** Writes what came of it to a file. Rejects with `not_found` where it has expired. */
  download(client: Client, id: string, file: string): Promise<void>;
}

/** Between two looks at a job, or at whether another one has ended: from half a second, doubled each time. */
const firstWaitMs = 500;
const longestWaitMs = 30_000;

/** A job may take hours; one that takes longer has been forgotten. */
const mostWaitMs = 12 * 3_600_000;

/** The states of a job that has ended. Of a state that is not known, nothing says so. */
const ends: Readonly<Record<string, 'done' | 'empty' | 'failed'>> = {
  completed: 'done',
  complete: 'done',
  no_data: 'empty',
  failed: 'failed',
  canceled: 'failed',
};

type JobContext = Pick<ReadContext, 'client' | 'clock' | 'signal' | 'log'>;

/**
 * Asks for a job: what it is. Yields empty pages, each before it waits. Where as many others are pending as may be, among them those that an
 * earlier run left, it waits for one of them: Intercom does not tell their ids.
 */
export async function* beginJob(
  { client, clock, signal, log }: JobContext,
  path: string,
  asked: Body,
): AsyncGenerator<Page, Body> {
  const wait = patience(clock, signal);
  for (let tries = 1; ; tries++) {
    try {
      return await client.post(path, asked);
    } catch (error) {
      if (!(error instanceof ConnectorError) || error.code !== 'exports_pending') throw error;
      if (tries === 1) log('info', 'As many exports of this workspace are pending as may be: waiting for one to end.');
      yield { entities: [] };
      if (!(await wait())) throw error;
    }
  }
}

/**
 * Waits for a job's end: its id, or undefined where there is no data. Yields empty pages, each before it waits. Rejects with `api_unavailable`
 * where the job fails (details: `job`, its state) or does not end.
 */
export async function* endOfJob(
  { client, clock, signal }: JobContext,
  { status }: Pick<ExportRequests, 'status'>,
  begun: Body,
): AsyncGenerator<Page, string | undefined> {
  let body = begun;
  const id = body.job_identifier;
  if ((typeof id !== 'string' && typeof id !== 'number') || id === '') throw jobFailed('without an id');
  const wait = patience(clock, signal);
  for (;;) {
    const state = String(body.status);
    const end = ends[state];
    if (end === 'failed') throw jobFailed(state);
    if (end) return end === 'done' ? String(id) : undefined;
    yield { entities: [] };
    if (!(await wait())) throw tooLate(state);
    body = await status(client, String(id));
  }
}

/** A function that waits, each time longer; false once it has waited for too long in all. */
function patience(clock: Clock, signal: AbortSignal): () => Promise<boolean> {
  const begun = clock.elapsed();
  let ms = firstWaitMs;
  return async () => {
    if (clock.elapsed() - begun > mostWaitMs) return false;
    await clock.sleep(ms, signal);
    ms = Math.min(longestWaitMs, 2 * ms);
    return true;
  };
}

const later = 'Run it again later: it goes on where it stopped.';

const jobFailed = (state: string) =>
  new ConnectorError('api_unavailable', `An export job of Intercom's came to nothing: it is ${state}.`, {
    hint: later,
    details: { job: state },
  });

const tooLate = (state: string) =>
  new ConnectorError('api_unavailable', `An export job of Intercom's is still ${state} after half a day.`, {
    hint: later,
  });
