import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createLines } from '../../../src/destinations/postgres/lines.ts';

const textOf = (chunks: Iterable<Buffer>) => Buffer.concat([...chunks]).toString();

describe('lines for COPY', () => {
  test('come back as they were added, but those that are left out', () => {
    const line = fc.oneof(
      fc.string({ unit: 'grapheme' }),
      fc.constantFrom(
        '',
        'a',
        'å'.repeat(100_000),
        'x'.repeat(262_143),
        'x'.repeat(300_000),
        '\u{1f600}'.repeat(70_000),
      ),
    );
    fc.assert(
      fc.property(fc.array(fc.tuple(line, fc.boolean()), { maxLength: 40 }), (all) => {
        const lines = createLines();
        for (const [text] of all) lines.add(`${text}\n`);
        const whole = all.map(([text]) => `${text}\n`).join('');
        expect(lines.count).toBe(all.length);
        expect(lines.size).toBe(Buffer.byteLength(whole));
        expect(textOf(lines.chunks()) === whole).toBe(true);
        const without = all.flatMap(([, isDropped], i) => (isDropped ? [i] : []));
        const kept = all.flatMap(([text, isDropped]) => (isDropped ? [] : [`${text}\n`])).join('');
        expect(textOf(lines.chunks(without)) === kept).toBe(true);
      }),
      { numRuns: 50 },
    );
  });
});
