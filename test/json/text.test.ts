/** What is taken for JSON is JSON: held against JSON.parse, over whole texts and broken ones. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { endOfValue } from '../../src/json/text.ts';

const isRead = (text: string) => {
  const bytes = Buffer.from(text);
  return endOfValue(bytes, 0) === bytes.length;
};

function isJson(text: string): boolean {
  try {
    JSON.parse(text);
    return true;
  } catch {
    return false;
  }
}

describe('a value', () => {
  test.each([
    'null',
    'true',
    'false',
    '0',
    '-0',
    '-12.50',
    '1e21',
    '1E-7',
    '0.30000000000000004',
    '""',
    '"ü\\u00fc\\n\\"\\\\/"',
    '"\u2028"',
    '[]',
    '{}',
    '[[],{},""]',
    '{"":{"a":[1,-2]},"b":null}',
  ])('is read to its end: %s', (text) => {
    expect(isJson(text)).toBe(true);
    expect(isRead(text)).toBe(true);
  });

  test.each([
    '',
    'nul',
    'tru',
    'fals',
    'undefined',
    '-',
    '01',
    '+1',
    '.5',
    '1.',
    '1e',
    '1e+',
    '0x1',
    '"',
    '"\\',
    '"\\x"',
    '"\\u12g4"',
    '"\u0001"',
    '"a\nb"',
    '[',
    '[1',
    '[1,]',
    '[,1]',
    '{',
    '{"a"',
    '{"a":',
    '{"a":1',
    '{"a":1,}',
    '{a:1}',
    '{"a" 1}',
    '{"a":1]',
    '[1}',
  ])('is none: %s', (text) => {
    expect(isJson(text)).toBe(false);
    expect(isRead(text)).toBe(false);
  });

  test.each([
    ['spaces between values', '{"a": 1}'],
    ['lines', '[\n1]'],
    ['a number beyond the doubles', '1e999'],
    ['a number of more digits than anyone needs', '1'.repeat(101)],
    ['values very deep in each other', '['.repeat(5_000) + ']'.repeat(5_000)],
  ])('is left to JSON.parse: %s', (_, text) => {
    expect(isJson(text)).toBe(true);
    expect(isRead(text)).toBe(false);
  });

  test('ends where the next begins', () => {
    expect(endOfValue(Buffer.from('[{"a":"]"},2]x'), 0)).toBe(13);
    expect(endOfValue(Buffer.from('1,2'), 0)).toBe(1);
  });
});

describe('any text', () => {
  const text = fc.jsonValue().map((value) => JSON.stringify(value));

  test('that is JSON is read, but for numbers of a very small or large kind', () => {
    fc.assert(
      fc.property(text, (json) => {
        expect(isRead(json)).toBe(!/\de[+-]?\d{3}/.test(json.replace(/"(\\.|[^"\\])*"/g, '""')));
      }),
      { numRuns: 2_000 },
    );
  });

  test('that is read is JSON, also where it was broken somewhere', () => {
    const piece = fc.constantFrom(
      '',
      '"',
      '\\',
      '{',
      '}',
      '[',
      ']',
      ',',
      ':',
      '0',
      '-',
      '.',
      'e',
      'u',
      ' ',
      'null',
      '\t',
    );
    let read = 0;
    fc.assert(
      fc.property(text, fc.nat(), fc.nat({ max: 3 }), piece, (json, at, length, put) => {
        const from = at % (json.length + 1);
        const broken = json.slice(0, from) + put + json.slice(from + length);
        if (!isRead(broken)) return;
        read += 1;
        expect(isJson(broken)).toBe(true);
      }),
      { numRuns: 20_000 },
    );
    expect(read).toBeGreaterThan(1_000);
  });
});
