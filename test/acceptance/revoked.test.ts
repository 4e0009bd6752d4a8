/** A token that is revoked in mid-run, and one endpoint that is closed to it: both answer 401. */
import { afterEach, describe, expect, test } from 'vitest';
import { createSimulator, type Simulator } from '../../src/simulator/index.ts';
import { type Listening, serve } from '../../src/simulator/server/listen.ts';
import { duckdbPlace } from '../destinations/duckdb/place.ts';
import { runAirbyte } from '../support/airbyte.ts';
import { startCommand } from '../support/command.ts';
import { streams as registry } from '../support/registry.ts';
import { config, configure, errorsIn, startSource, statesIn, statusesOf } from './source.ts';

let server: Listening;
let requests: string[];
afterEach(() => server.close());

const unauthorized = () =>
  Response.json(
    { type: 'error.list', request_id: 'r1', errors: [{ code: 'unauthorized', message: 'Access Token Invalid' }] },
    { status: 401 },
  );

/** A simulated Intercom that answers 401 to what the test says. */
async function refusing(isRefused: (path: string, number: number) => boolean): Promise<Simulator> {
  const simulator = createSimulator({ latencyMs: 5 });
  requests = [];
  server = await serve((request) => {
    const { pathname } = new URL(request.url);
    requests.push(pathname);
    return isRefused(pathname, requests.length) ? Promise.resolve(unauthorized()) : simulator.fetch(request);
  });
  return simulator;
}

const readAll = async () => {
  const source = await startSource({ scale: 0 });
  const streams = await source.discover();
  await source.close();
  const result = await runAirbyte('read', {
    env: { INTERCOM_API_URL: server.url },
    files: { config, catalog: configure(streams, 'incremental') },
  });
  return { streams, ...result };
};

const refusedFrom = (count: number) => (_path: string, number: number) => number > count;

describe('a token that is revoked in mid-run', () => {
  // Six open the session and ask for the custom attributes and the datasets.
  test.each([6, 30, 120])('ends a read at once, with one message, after %d requests', async (count) => {
    await refusing(refusedFrom(count));
    const { messages, exitCode, streams } = await readAll();
    // Those under way, and the question whether it is the token.
    expect(requests.length - count).toBeLessThan(150);
    expect(requests.slice(count).filter((path) => path === '/me').length).toBeLessThan(5);
    const errors = errorsIn(messages);
    const [error, summary] = errors;
    expect(errors).toHaveLength(2);
    expect(error).toMatchObject({ failure_type: 'config_error', message: expect.stringMatching(/revoked/) });
    expect(error!.message).not.toMatch(/permission/);
    expect(error!.stream_descriptor).toBeUndefined();
    expect(summary!.message).toMatch(/^During the sync, the following streams did not sync successfully/);
    const ends = streams.map(({ name }) => statusesOf(messages, name).at(-1));
    if (count === 5) expect(new Set(ends)).toEqual(new Set(['INCOMPLETE']));
    expect(ends).toContain('INCOMPLETE');
    expect(ends).not.toContain('RUNNING');
    if (count === 120) expect(statesIn(messages).length).toBeGreaterThan(0);
    expect(exitCode).toBe(1);
  });

  test('ends a sync at once, with one line', async () => {
    await refusing(refusedFrom(60));
    const place = await duckdbPlace();
    const { stderr, stdout, exitCode } = await startCommand(['sync', '--to', `duckdb:${place.file}`], {
      INTERCOM_API_URL: server.url,
      INTERCOM_ACCESS_TOKEN: 'simulator-token',
    }).ended;
    await place.remove();
    expect((stdout + stderr).match(/revoked/g)).toHaveLength(1);
    expect(stdout + stderr).not.toMatch(/permission/);
    expect(requests.length).toBeLessThan(60 + 150);
    expect(exitCode).toBe(1);
  });
});

describe('an endpoint that answers 401 to a token that is good', () => {
  test('is closed to its streams, and to no others', async () => {
    await refusing((path) => path === '/conversations/search');
    const { messages, exitCode, streams } = await readAll();
    const failed = streams.map(({ name }) => name).filter((name) => statusesOf(messages, name).at(-1) !== 'COMPLETE');
    const searched = registry.filter(({ scan }) => ['conversations', 'conversation_quality'].includes(scan.name));
    expect(failed.sort()).toEqual(searched.map(({ name }) => name).sort());
    const errors = errorsIn(messages).slice(0, -1);
    expect(errors).toHaveLength(searched.length);
    for (const error of errors) expect(error.message).toMatch(/closed to this token.*Read conversations/);
    expect(requests.filter((path) => path === '/me').length).toBeLessThan(5);
    expect(exitCode).toBe(1);
  });
});
