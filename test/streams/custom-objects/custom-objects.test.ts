/** Streams of custom objects: what they are called, where they ask, and what a type that there is not comes to. */
import { describe, expect, test } from 'vitest';
import { always } from '../../../src/core/ranges.ts';
import { customObjectStream } from '../../../src/streams/custom-objects/custom-object.ts';
import { customObjectsFamily } from '../../../src/streams/custom-objects/index.ts';
import { isFeed } from '../../../src/streams/stream.ts';
import { all, failure, refusal } from '../../intercom/scripted.ts';
import { scripted } from '../read-context.ts';

const read = (type: string, context: Parameters<typeof scripted>[0]) => {
  const { scan } = customObjectStream(type);
  if (isFeed(scan)) throw new Error('It is no feed.');
  const script = scripted(context);
  return { ...script, pages: scan.read(script.context, always) };
};

describe('the stream of a type', () => {
  test.each([
    ['Order', 'order'],
    ['OrderItem', 'order_item'],
    ['Test_Object', 'test_object'],
    ['order-item 2', 'order_item_2'],
    ['HTTPRequest', 'http_request'],
    ['Order2Item', 'order2_item'],
    [' _Order_ ', 'order'],
    ['Größe', 'größe'],
    ['注文', '注文'],
  ])('%s is called custom_object_%s', (type, name) => {
    expect(customObjectStream(type).name).toBe(`custom_object_${name}`);
  });

  test.each(['..', '.', '/', '_', '🎁'])('can not be called after %s', (type) => {
    expect(() => customObjectStream(type)).toThrow(`"custom_object_types": "${type}" gives no name for a stream.`);
  });

  test('asks below its type alone, whatever that is called', async () => {
    for (const type of ['../export/cancel', 'a/../../me', 'a?per_page=1', 'a#b', '%2e%2e/me']) {
      const { requests, pages } = read(type, () => ({ data: [], pages: { page: 1, total_pages: 1 } }));
      expect(await all(pages)).toEqual([]);
      const path = `/custom_object_instances/${encodeURIComponent(type)}`;
      expect(requests).toEqual([`GET ${path}?page=1&per_page=150`]);
      expect(customObjectStream(type).byId!('1/2')).toBe(`${path}/1%2F2`);
    }
  });

  test('says what to do where Intercom does not know the type', async () => {
    const { pages } = read('Ordr', () => refusal(404, 'not_found', 'Custom object type `Ordr` not found'));
    expect(await failure(all(pages))).toMatchObject({
      code: 'config_invalid',
      message: 'Intercom knows no custom object type "Ordr".',
      hint: expect.stringContaining('"custom_object_types"'),
    });
  });

  test('does not take a gateway for Intercom', async () => {
    const { pages } = read('Order', () => ({ status: 404, headers: {}, body: '<html>Not Found</html>' }));
    expect((await failure(all(pages))).code).toBe('not_found');
  });
});

test('two types can not be one stream', () => {
  expect(() => customObjectsFamily(['Order', 'Order Item', 'OrderItem'])).toThrow(
    '"custom_object_types": "Order Item" and "OrderItem" would both be the stream "custom_object_order_item".',
  );
  expect(customObjectsFamily(['Order', 'Order']).streams).toHaveLength(1);
});
