/** Doing several things at once, within bounds. */
import { type PrefetchLimiter, unlimited } from './prefetch.ts';

/** Runs the tasks, at most `most` at a time. Rejects with the first failure, after those under way have ended; no other is begun. */
export async function concurrently(tasks: readonly (() => Promise<void>)[], most: number): Promise<void> {
  const queue = tasks.values();
  const failures: unknown[] = [];
  const worker = async () => {
    for (const task of queue) {
      if (failures.length > 0) return;
      await task().catch((thrown) => failures.push(thrown));
    }
  };
  await Promise.all(Array.from({ length: Math.min(most, tasks.length) }, worker));
  if (failures.length > 0) throw failures[0];
}

/** Yields `[item, result]` in the items' order, with at most `ahead` calls under way or waiting to be taken. */
export async function* mapAhead<T, R>(
  items: readonly T[],
  ahead: number,
  call: (item: T) => Promise<R>,
): AsyncGenerator<[T, R]> {
  const left = items.values();
  const started: [T, Promise<R>][] = [];
  const start = () => {
    const { value, done } = left.next();
    if (done) return;
    const result = call(value);
    result.catch(() => {}); // thrown where it is awaited below; meanwhile it is no unhandled rejection
    started.push([value, result]);
  };
  for (let i = 0; i < ahead; i++) start();
  for (let first = started.shift(); first; first = started.shift()) {
    const [item, result] = first;
    const value = await result;
    start();
    yield [item, value];
  }
}

/** Yields what the source yields, asking for the next item while the last one is being used, as soon as the limiter admits it. */
export async function* readAhead<T>(
  source: AsyncGenerator<T>,
  limiter: PrefetchLimiter = unlimited,
): AsyncGenerator<T> {
  const take = async (as: 'beginning' | 'going on') => {
    await limiter.acquire(as);
    let result: IteratorResult<T> | undefined;
    try {
      result = await source.next();
      return result;
    } finally {
      if (result?.done === false) limiter.received();
      else limiter.cancel();
    }
  };
  const ask = (as: 'beginning' | 'going on') => {
    const result = take(as);
    result.catch(() => {}); // thrown where it is awaited below
    return result;
  };
  let next = ask('beginning');
  let using = false;
  try {
    for (let result = await next; !result.done; result = await next) {
      next = ask('going on');
      using = true;
      yield result.value;
      using = false;
      limiter.release();
    }
  } finally {
    if (using) {
      limiter.release();
      next.then(
        ({ done }) => done || limiter.release(),
        () => {},
      );
    }
    await source.return(undefined);
  }
}
