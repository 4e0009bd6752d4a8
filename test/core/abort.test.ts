/** Many short calls wait for one long signal: all are called, those taken back are not, and one listener is enough. */
import { getEventListeners } from 'node:events';
import { describe, expect, test } from 'vitest';
import { onAbort } from '../../src/core/abort.ts';

describe('a call that waits for a signal', () => {
  test('is made once the signal is aborted, in the order in which they came', () => {
    const stop = new AbortController();
    const called: number[] = [];
    for (let i = 0; i < 3; i++) onAbort(stop.signal, () => called.push(i));
    stop.abort();
    expect(called).toEqual([0, 1, 2]);
  });

  test('is not made once it was taken back', () => {
    const stop = new AbortController();
    const called: string[] = [];
    onAbort(stop.signal, () => called.push('stays'));
    const takeBack = onAbort(stop.signal, () => called.push('goes'));
    takeBack();
    takeBack();
    stop.abort();
    expect(called).toEqual(['stays']);
  });

  test('adds no listener of its own', () => {
    const stop = new AbortController();
    for (let i = 0; i < 1000; i++) onAbort(stop.signal, () => {});
    expect(getEventListeners(stop.signal, 'abort')).toHaveLength(1);
  });

  test('knows one signal from another', () => {
    const [one, other] = [new AbortController(), new AbortController()];
    const called: string[] = [];
    onAbort(one.signal, () => called.push('one'));
    onAbort(other.signal, () => called.push('other'));
    other.abort();
    expect(called).toEqual(['other']);
  });
});
