/** A bounded queue from many writers to one reader: the back-pressure between the sink and the requests. */

export interface Channel<T> {
  /** Resolves when there was room: whoever awaits it goes no faster than the reader. Rejects once the reader has left. */
  send(item: T): Promise<void>;
  /** Puts an item past the bound: for what must not wait, and is rare. */
  note(item: T): void;
  /** No more items come; `failure`, where given, is thrown to the reader after the last one. */
  end(failure?: unknown): void;
  items(): AsyncGenerator<T>;
}

/** `capacity`: items that may wait; no more than one of them, where `sizeOf` all is more than `most`. */
export function createChannel<T>(
  capacity: number,
  { most, sizeOf }: { most: number; sizeOf(item: T): number } = { most: 1, sizeOf: () => 0 },
): Channel<T> {
  const waiting: T[] = [];
  let size = 0;
  let blocked: (() => void)[] = [];
  let wake = () => {};
  let ended = false;
  let failure: unknown;
  let left = false;

  const put = (item: T) => {
    waiting.push(item);
    size += sizeOf(item);
    wake();
  };

  return {
    async send(item) {
      while ((waiting.length >= capacity || size >= most) && !left)
        await new Promise<void>((resolve) => blocked.push(resolve));
      if (left) throw new Error('The reader of the flow has left.');
      put(item);
    },
    note: put,
    end(reason) {
      ended = true;
      failure = reason;
      wake();
    },
    async *items() {
      try {
        for (;;) {
          const batch = waiting.splice(0);
          size = 0;
          if (batch.length === 0) {
            if (ended) break;
            await new Promise<void>((resolve) => {
              wake = resolve;
            });
            continue;
          }
          for (const item of batch) yield item;
          const released = blocked;
          blocked = [];
          for (const release of released) release();
        }
        if (failure !== undefined) throw failure;
      } finally {
        left = true;
        for (const release of blocked) release();
      }
    },
  };
}
