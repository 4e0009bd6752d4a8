/** Ends for a writer's lines. */
import { Writable } from 'node:stream';

/** Takes chunks as fast as they come. */
export function collectingSink() {
  const chunks: string[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      chunks.push(chunk.toString());
      done();
    },
  });
  return { output, chunks, lines: () => chunks.join('').split('\n').filter(Boolean) };
}

/** Takes a chunk only when told to, and notes the most that was ever queued before it, in bytes. */
export function slowSink() {
  let taken = 0;
  let most = 0;
  const pending: (() => void)[] = [];
  const output = new Writable({
    write(chunk: Buffer, _encoding, done) {
      pending.push(() => {
        most = Math.max(most, output.writableLength);
        taken += chunk.length;
        done();
      });
    },
  });
  return { output, take: () => pending.shift()?.(), taken: () => taken, most: () => most };
}
