import { expect, test } from 'vitest';
import { createChunks } from '../../src/protocols/chunks.ts';

const KB = 1024;

/** Chunks, and what was written of them by size; the text that all make. */
function gathered() {
  const sizes: number[] = [];
  let text = '';
  const chunks = createChunks((bytes, done) => {
    sizes.push(typeof bytes === 'string' ? Buffer.byteLength(bytes) : bytes.length);
    text += bytes.toString();
    done?.();
  });
  return { chunks, sizes, text: () => text };
}

test('nothing is written before it is asked for or a chunk is full, and nothing where there is nothing', () => {
  const { chunks, sizes } = gathered();
  chunks.flush();
  chunks.add('a');
  expect(sizes).toEqual([]);
  chunks.flush();
  expect(sizes).toEqual([1]);
});

test('a piece that does not fit begins a chunk, and one that fills it says so', () => {
  const { chunks, sizes } = gathered();
  chunks.add('x'.repeat(40 * KB));
  chunks.add(Buffer.alloc(30 * KB));
  expect(sizes).toEqual([40 * KB]);
  expect(chunks.isFull()).toBe(false);
  chunks.add('x'.repeat(34 * KB));
  expect(chunks.isFull()).toBe(true);
});

test('a piece larger than a chunk is written by itself, after what was before it', () => {
  const { chunks, sizes } = gathered();
  chunks.add('before');
  chunks.add('x'.repeat(65 * KB));
  expect(sizes).toEqual([6, 65 * KB]);
});

test('text and bytes are written as they were added, in order, though chunks are used again', () => {
  const { chunks, text } = gathered();
  const pieces = Array.from({ length: 2_000 }, (_, i) => `${i}: ü😀${'x'.repeat(i % 300)}\n`);
  pieces.forEach((piece, i) => {
    chunks.add(i % 2 === 0 ? piece : Buffer.from(piece));
  });
  chunks.flush();
  expect(text()).toBe(pieces.join(''));
});
