/** Records are left unparsed only where the page is beyond doubt; what is read is the same in every layout. */
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { epoch, text } from '../../../src/core/columns/columns.ts';
import { parseRecords } from '../../../src/intercom/http/records.ts';
import { readResponse } from '../../../src/intercom/http/response.ts';
import { parseJsonExactly } from '../../../src/json/exactly.ts';
import { layoutOf } from '../../../src/json/layout.ts';
import { textOf } from '../../../src/json/record.ts';

const list = { field: 'data', layout: layoutOf({ type: text, id: text, updated_at: epoch }) };
const parse = (json: string) => parseRecords(Buffer.from(json), list);
const recordsOf = (body: unknown) => (body as { data: object[] }).data;
const textsOf = (body: unknown) => recordsOf(body).map((record) => asString(record));

function asString(record: object): string | undefined {
  const kept = textOf(record);
  return kept?.bytes.toString('utf8', kept.start, kept.end);
}

describe('records', () => {
  test('keep their texts, and the rest is parsed as well', () => {
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

  test.each([
    ['there are none', '{"data":[]}'],
    ['one is empty', '{"data":[{},{"id":"1"}]}'],
    ['a list of that name is in another', '{"in":{"data":[1]},"data":[{"id":"1"}]}'],
    ['their name is somewhere else in the text', '{"\\"data\\":[":1,"x":"\\"data\\":[","data":[{"id":"1"}]}'],
    ['more follows', '{"data":[{"id":"1"}],"more":[],"x":{}}'],
  ])('are read where %s', (_, json) => {
    expect(parse(json)).toEqual(JSON.parse(json));
  });

  test.each([
    ['it is spread over lines', '{"data":[{"type":"a",\n"n":1}]}'],
    ['the list is another one', '{"in":{"data":[{"type":"a","n":1}]},"data":{}}'],
    ['there is no such list', '{"items":[]}'],
    ['there are two', '{"data":[{"id":"1"}],"data":[]}'],
    ['what is listed is no object', '{"data":["a","b"]}'],
    ['it is a list itself', '[{"data":[]}]'],
    ['it is cut off', '{"data":[{"type":"a","n":1},{"type":"a"'],
    ['it is cut off behind the list', '{"data":[{"type":"a","n":1}]'],
    ['something follows', '{"data":[]}}'],
    ['it is empty', ''],
  ])('are left to JSON.parse where %s', (_, json) => {
    expect(parse(json)).toBeUndefined();
  });

  test('are left to JSON.parse in what is no UTF-8', () => {
    expect(parseRecords(Buffer.from('{"data":[{"type":"a","name":"\xfc"}]}', 'latin1'), list)).toBeUndefined();
  });

  test('are what JSON.parse gives, with every digit, whatever they hold', () => {
    const record = fc.dictionary(fc.string(), fc.jsonValue()).map((fields) => ({ type: 'contact', ...fields }));
    fc.assert(
      fc.property(fc.array(record), fc.dictionary(fc.string(), fc.jsonValue()), (data, rest) => {
        const json = JSON.stringify({ ...rest, data });
        const verdict = readResponse({ status: 200, headers: {}, body: Buffer.from(json) }, 'POST /search', list);
        expect(verdict).toEqual({ kind: 'body', body: parseJsonExactly(json) });
        for (const found of recordsOf((verdict as { body: unknown }).body)) {
          const kept = asString(found);
          if (kept !== undefined) expect(parseJsonExactly(kept)).toEqual(found);
        }
      }),
    );
  });
});
