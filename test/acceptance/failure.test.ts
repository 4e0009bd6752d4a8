import { afterEach, describe, expect, test } from 'vitest';
import {
  configure,
  errorsIn,
  finalStates,
  keysIn,
  listed,
  recordsIn,
  type Source,
  startSource,
  statesIn,
  statusesOf,
} from './source.ts';

describe('a read that fails', () => {
  let source: Source;
  afterEach(() => source.close());

  test('says so of the streams that lack a permission, ends the others well, and exits with 1', async () => {
    source = await startSource({ scale: 0.2, denied: ['read_conversations'] });
    const streams = await source.discover();
    const { messages, exitCode } = await source.read(configure(streams, 'full_refresh'));
    const failed = streams.map(({ name }) => name).filter((name) => statusesOf(messages, name).at(-1) === 'INCOMPLETE');
    expect(failed).toContain('conversations');
    expect(failed).toContain('conversation_parts');
    expect(failed).not.toContain('contacts');
    expect(statusesOf(messages, 'contacts').at(-1)).toBe('COMPLETE');
    const errors = errorsIn(messages);
    expect(
      errors
        .slice(0, -1)
        .map(({ stream_descriptor }) => stream_descriptor?.name)
        .sort(),
    ).toEqual(failed.sort());
    expect(new Set(errors.map(({ failure_type }) => failure_type))).toEqual(new Set(['config_error']));
    expect(errors.at(-1)!.message).toMatch(/^During the sync, the following streams did not sync successfully: /);
    expect(exitCode).toBe(1);
  });

  test('is over at once with a wrong token, which it never shows', async () => {
    source = await startSource({ scale: 0 });
    const streams = listed();
    const { messages, exitCode, lines, stderr } = await source.read(configure(streams, 'full_refresh'), undefined, {
      config: { access_token: 'wrong-token-71f3' },
    });
    expect(errorsIn(messages)[0]).toMatchObject({ failure_type: 'config_error' });
    expect(recordsIn(messages)).toEqual([]);
    expect(lines.join() + stderr).not.toContain('wrong-token-71f3');
    expect(exitCode).toBe(1);
  });

  test('writes its last states when it is told to stop, and dies by that signal', async () => {
    source = await startSource({ latencyMs: 40 });
    const streams = listed((name) => ['contacts', 'conversation_parts'].includes(name));
    const catalog = configure(streams, 'incremental');
    let told = 0;
    const stopped = await source.read(catalog, [], {
      onMessage: ({ type }, process) => {
        if (type !== 'RECORD' || told > 0) return;
        told = Date.now();
        process.end('SIGTERM');
      },
    });
    expect(Date.now() - told).toBeLessThan(5_000);
    expect([stopped.exitCode, stopped.signal]).toEqual([null, 'SIGTERM']);
    expect(statesIn(stopped.messages).length).toBeGreaterThan(0);
    expect(errorsIn(stopped.messages)[0]).toMatchObject({ failure_type: 'transient_error' });
    expect(streams.map(({ name }) => statusesOf(stopped.messages, name).at(-1))).toEqual(['INCOMPLETE', 'INCOMPLETE']);
    expect(stopped.unfinished).toBe('');
  });

  test('ends without a complaint when no one reads its output any more', async () => {
    source = await startSource({ latencyMs: 20 });
    const streams = listed();
    const { exitCode, signal, stderr } = await source.read(configure(streams, 'full_refresh'), undefined, {
      onMessage: ({ type }, process) => {
        if (type === 'RECORD') process.leave();
      },
    });
    expect(signal).toBeNull();
    expect(exitCode).not.toBe(0);
    expect(stderr).not.toMatch(/EPIPE|at .*\.js:\d+/);
  });

  test('goes on with a full refresh in a later attempt of the same sync only', async () => {
    source = await startSource();
    const streams = listed((name) => name === 'contacts');
    const catalog = (sync_id: number) => ({
      streams: configure(streams, 'full_refresh').streams.map((stream) => ({ ...stream, sync_id })),
    });
    const first = await source.read(catalog(7), []);
    const states = finalStates(first.messages);
    const retried = await source.read(catalog(7), states);
    const next = await source.read(catalog(8), states);
    expect(recordsIn(retried.messages).length).toBeLessThan(recordsIn(first.messages).length);
    expect(keysIn(streams, next.messages)).toEqual(keysIn(streams, first.messages));
    expect([first.exitCode, retried.exitCode, next.exitCode]).toEqual([0, 0, 0]);
  });

  test('refuses a configuration without a token before anything else', async () => {
    source = await startSource({ scale: 0 });
    const streams = listed();
    const { messages, exitCode } = await source.read(configure(streams, 'full_refresh'), undefined, { config: {} });
    expect(errorsIn(messages)[0]).toMatchObject({
      failure_type: 'config_error',
      message: expect.stringContaining('access_token'),
    });
    expect(messages.every(({ type }) => type === 'TRACE' || type === 'LOG')).toBe(true);
    expect(exitCode).toBe(1);
  });
});
