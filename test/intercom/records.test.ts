/** Records keep their text only where it is beyond doubt; what is parsed is the same in every layout. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { textOf } from '../../src/exact-text.ts';
import { readAnswer } from '../../src/intercom/answer.ts';
import { parseRecords } from '../../src/intercom/records.ts';

const parse = (text: string) => parseRecords(Buffer.from(text), 'data');
const recordsOf = (body: unknown) => (body as { data: object[] }).data;
const textsOf = (body: unknown) => recordsOf(body).map((record) => textOf(record)?.toString());

describe('records with their texts', () => {
  test('are cut where each begins, and the rest is parsed as well', () => {
    const [first, second] = ['{"type":"contact","n":1.0,"name":"ü"}', '{"type":"contact","tags":[{"type":"tag"},{}]}'];
    const body = parse(`{"type":"list","data":[${first},${second}],"pages":{"next":null},"total_count":2}`);
    expect(body).toEqual({
      type: 'list',
      data: [
        { type: 'contact', n: 1, name: 'ü' },
        { type: 'contact', tags: [{ type: 'tag' }, {}] },
      ],
      pages: { next: null },
      total_count: 2,
    });
    expect(textsOf(body)).toEqual([first, second]);
  });

  test('lose the text in a copy, which may be changed', () => {
    const [record] = recordsOf(parse('{"data":[{"type":"contact","id":"1"}]}'));
    expect(textOf({ ...record })).toBeUndefined();
  });

  test.each([
    ['an object of the same kind is inside of one', '{"data":[{"type":"a","in":[1,{"type":"a","n":1}]},{"type":"a"}]}'],
    ['a record begins by another value', '{"data":[{"type":"a","n":1},{"type":"b"}]}'],
    ['it is spread over lines', '{"data":[{"type":"a",\n"n":1}]}'],
    ['an array follows', '{"data":[{"type":"a","n":1}],"more":[]}'],
    ['the list is another one', '{"in":{"data":[{"type":"a","n":1}]},"data":{}}'],
    ['what is listed is no object', '{"data":["a","b"]}'],
    ['there is none', '{"data":[]}'],
    ['it is cut off', '{"data":[{"type":"a","n":1},{"type":"a"'],
  ])('are none where %s', (_, text) => {
    expect(parse(text)).toBeUndefined();
  });

  test('are none in what is no UTF-8', () => {
    expect(parseRecords(Buffer.from('{"data":[{"type":"a","name":"\xfc"}]}', 'latin1'), 'data')).toBeUndefined();
  });

  test('are what JSON.parse gives, whatever they hold', () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue()).map((fields) => ({ type: 'contact', ...fields }));
    fc.assert(
      fc.property(fc.array(record), fc.dictionary(fc.string(), fc.jsonValue()), (data, rest) => {
        const text = JSON.stringify({ ...rest, data });
        const verdict = readAnswer({ status: 200, headers: {}, body: Buffer.from(text) }, 'POST /search', 'data');
        expect(verdict).toEqual({ kind: 'body', body: JSON.parse(text) });
        for (const found of recordsOf((verdict as { body: unknown }).body)) {
          const kept = textOf(found);
          if (kept) expect(JSON.parse(kept.toString())).toEqual(found);
        }
      }),
    );
  });
});
