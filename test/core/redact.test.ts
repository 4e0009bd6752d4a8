import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRedactor } from '../../src/core/redact.ts';

const secret = 'dG9r+"ZW4/\\=';

describe('createRedactor', () => {
  test.each([
    ['as it is', (text: string) => text],
    ['in a header', (text: string) => `Bearer ${text}`],
    ['in JSON', (text: string) => JSON.stringify({ token: text })],
    ['in JSON within JSON', (text: string) => JSON.stringify({ body: JSON.stringify({ token: text }) })],
    ['in a path', (text: string) => encodeURIComponent(text)],
    ['in a query', (text: string) => new URLSearchParams({ token: text }).toString()],
  ])('hides a secret %s', (_, write) => {
    expect(createRedactor([secret])(`before ${write(secret)} after`)).toBe(
      `before ${write('****').replaceAll('%2A', '*')} after`,
    );
  });

  test('hides the longer of two secrets whole, and every occurrence', () => {
    expect(createRedactor(['abc', 'abcdef'])('abcdef abc abcdef')).toBe('**** **** ****');
  });

  test('leaves all else alone, also when there is no secret', () => {
    expect(createRedactor([])('some text')).toBe('some text');
    expect(createRedactor([''])('some text')).toBe('some text');
  });

  test('leaves no secret to be read, whatever it is made of', () => {
    fc.assert(
      fc.property(fc.string({ minLength: 5, unit: 'binary' }), fc.string(), fc.string(), (token, before, after) => {
        fc.pre(!token.includes('*'));
        expect(createRedactor([token])(before + token + after)).not.toContain(token);
      }),
    );
  });
});
