/** Doing several things at once, within bounds. */
import { type PrefetchLease, type PrefetchLimiter, unlimited } from './prefetch.ts';

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
  const ask = (as: 'beginning' | 'going on') => {
    const asked = requestNext(source, limiter, as);
    asked.catch(() => {}); // thrown where it is awaited below
    return asked;
  };
  let next = ask('beginning');
  let current: PrefetchLease | undefined;
  try {
    for (let item = await next; !item.result.done; item = await next) {
      current = item.lease;
      next = ask('going on');
      yield item.result.value;
      current.release();
    }
  } finally {
    // Whoever leaves early has neither used up the current item nor wants the next one.
    current?.release();
    next.then(
      ({ lease }) => lease.release(),
      () => {},
    );
    await source.return(undefined);
  }
}

/** The source's next item with its lease, which is released already where there is no item. */
async function requestNext<T>(source: AsyncGenerator<T>, limiter: PrefetchLimiter, as: 'beginning' | 'going on') {
  const lease = await limiter.acquire(as);
  try {
    const result = await source.next();
    if (result.done) lease.release();
    else lease.received();
    return { result, lease };
  } catch (thrown) {
    lease.release();
    throw thrown;
  }
}
