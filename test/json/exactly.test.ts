/** JSON with integers that JavaScript has no number for. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { parseJsonExactly } from '../../src/json/exactly.ts';

/** A value with its text and what it is to become; spaces as JSON allows them. */
interface Sample {
  json: string;
  value: unknown;
}

const sampleOf = (json: string, value: unknown): Sample => ({ json, value });
const space = fc.constantFrom('', '', ' ', '\n\t');
const digits = fc.bigInt({ min: -(10n ** 30n), max: 10n ** 30n });
const nearEdge = fc.bigInt({ min: 2n ** 53n - 3n, max: 2n ** 53n + 3n }).chain((n) => fc.constantFrom(n, -n));

const long = fc
  .oneof(digits, nearEdge)
  .map((n) => sampleOf(String(n), Number.isSafeInteger(Number(n)) ? Number(n) : String(n)));
const other = fc
  .oneof(
    fc
      .double({ noNaN: true, noDefaultInfinity: true })
      .filter((n) => !Number.isInteger(n) || Number.isSafeInteger(n))
      .map((n) => JSON.stringify(n)),
    fc.constantFrom('1234567890123456789.5', '12345678901234567890e2', '-1.2345678901234567890', 'true', 'null', '-0'),
    fc
      .oneof(fc.string(), fc.string({ unit: fc.constantFrom('"', '\\', '1', ',', ':', ' ', '[') }))
      .map((s) => JSON.stringify(`${s}12345678901234567890`)),
    fc.constantFrom('"[12345678901234567890,"', '"\\\\"', '"\\","', '": 12345678901234567890"'),
  )
  .map((json) => sampleOf(json, JSON.parse(json)));

const { sample } = fc.letrec<{ sample: Sample }>((tie) => ({
  sample: fc.oneof(
    { maxDepth: 4 },
    long,
    other,
    fc.tuple(fc.array(tie('sample'), { maxLength: 4 }), space).map(([items, gap]) =>
      sampleOf(
        `[${gap}${items.map(({ json }) => gap + json + gap).join(',')}]`,
        items.map(({ value }) => value),
      ),
    ),
    fc
      .tuple(fc.dictionary(fc.oneof(fc.string(), digits.map(String)), tie('sample'), { maxKeys: 4 }), space)
      .map(([fields, gap]) =>
        sampleOf(
          `{${Object.entries(fields)
            .map(([name, { json }]) => `${gap}${JSON.stringify(name)}${gap}:${gap}${json}${gap}`)
            .join(',')}}`,
          Object.fromEntries(Object.entries(fields).map(([name, { value }]) => [name, value])),
        ),
      ),
  ),
}));

describe('a JSON text', () => {
  test('has its integers beyond 2^53 as their digits, and all else as JSON.parse has it', () => {
    fc.assert(
      fc.property(sample, ({ json, value }) => {
        expect(parseJsonExactly(json)).toEqual(value);
      }),
      { numRuns: 5_000 },
    );
  });

  test('that is broken is refused where JSON.parse refuses it', () => {
    const refused = (read: () => unknown) => {
      try {
        read();
        return false;
      } catch (error) {
        expect(error).toBeInstanceOf(SyntaxError);
        return true;
      }
    };
    const piece = fc.constantFrom(
      '12345678901234567890',
      '0',
      '-',
      '"',
      ':',
      ',',
      '[',
      ']',
      '{',
      '}',
      ' ',
      'e1',
      '.5',
      '\u00a0',
      '\\',
    );
    let broken = 0;
    fc.assert(
      fc.property(sample, fc.nat(), fc.nat(3), piece, ({ json }, at, cut, put) => {
        const place = at % (json.length + 1);
        const text = json.slice(0, place) + put + json.slice(place + cut);
        const expected = refused(() => JSON.parse(text));
        if (expected) broken += 1;
        expect(refused(() => parseJsonExactly(text))).toBe(expected);
      }),
      { numRuns: 5_000 },
    );
    expect(broken).toBeGreaterThan(1_000);
  });

  test.each([
    '{12345678901234567890:1}',
    '{"a":1, 12345678901234567890 :2}',
    '[0012345678901234567890]',
    '[--12345678901234567890]',
    '12345678901234567890"',
    '"a"12345678901234567890',
  ])('such as %s stays refused', (text) => {
    expect(() => parseJsonExactly(text)).toThrow(SyntaxError);
  });

  test('may be a long one', () => {
    const text = JSON.stringify({ a: '"\\'.repeat(2_000_000), b: 1 }).replace('1}', '12345678901234567890}');
    expect(parseJsonExactly(text)).toMatchObject({ b: '12345678901234567890' });
  });
});
