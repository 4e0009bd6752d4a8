import { describe, expect, test } from 'vitest';
import { jsonText } from '../../../src/core/json/encode.ts';

describe('JSON text', () => {
  test('is what JSON.stringify gives, where every parser takes that', () => {
    const value = { a: [1, 'ü😀\n', null], b: { c: true } };
    expect(jsonText(value)).toBe(JSON.stringify(value));
    expect(jsonText('\\ud800')).toBe('"\\\\ud800"');
  });

  test('has U+FFFD for half of a surrogate pair, in values and in names', () => {
    expect(jsonText({ 'a\ud800': ['b\udc00', 1] })).toBe('{"a\ufffd":["b\ufffd",1]}');
  });

  test('has a string of its digits for a bigint', () => {
    expect(jsonText({ a: [12345678901234567890n] })).toBe('{"a":["12345678901234567890"]}');
  });

  test('is null for what JSON does not know', () => {
    expect(jsonText(undefined)).toBe('null');
    expect(jsonText(Number.NaN)).toBe('null');
  });

  test('has values nested deeper than JSON.stringify can go', () => {
    const depth = 20_000;
    const text = `${'['.repeat(depth)}${']'.repeat(depth)}`;
    expect(jsonText(JSON.parse(text))).toBe(text);
  });
});
