/** Doing several things at once, within bounds. */

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
    const settled = await result;
    start();
    yield [item, settled];
  }
}

/** Yields what the source yields, asking for the next item while the last one is being used. */
export async function* readAhead<T>(source: AsyncGenerator<T>): AsyncGenerator<T> {
  const take = () => {
    const result = source.next();
    result.catch(() => {}); // thrown where it is awaited below
    return result;
  };
  let next = take();
  try {
    for (let result = await next; !result.done; result = await next) {
      next = take();
      yield result.value;
    }
  } finally {
    await source.return(undefined);
  }
}
