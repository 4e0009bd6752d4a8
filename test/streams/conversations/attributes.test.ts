/** Attributes of conversations: archived ones too, and their ids, which are integers, as text. */
import { expect, test } from 'vitest';
import { rowConverter } from '../../../src/engine/convert.ts';
import type { Entity } from '../../../src/intercom/readers/reader.ts';
import {
  conversationAttributes as attributes,
  conversationAttributeOptions as options,
} from '../../../src/streams/conversations/attributes.ts';
import { isFeed } from '../../../src/streams/stream.ts';
import { scripted } from '../read-context.ts';

const data = [
  { type: 'conversation_attribute', id: 3, name: 'Notes', data_type: 'string', archived: true },
  {
    type: 'conversation_attribute',
    id: 2,
    name: 'Kind',
    data_type: 'list',
    options: [
      { id: 'a1b2', label: '1', archived: false },
      { label: 'without an id' },
      { id: 'b2c3', label: '2', archived: true },
    ],
  },
];

test('come of one request, and make the rows of both streams', async () => {
  const { context, requests } = scripted(() => ({ type: 'list', data }));
  const { scan } = attributes;
  const entities: Entity[] = [];
  if (!isFeed(scan)) for await (const page of scan.read(context, { from: 0, to: 1 })) entities.push(...page.entities);
  expect(requests).toEqual(['GET /conversations/attributes?include_archived=true']);
  expect(options.scan).toBe(scan);

  const converted = rowConverter(attributes.columns, () => {});
  expect(entities.flatMap((one) => attributes.rows(one, undefined)).map(converted)).toMatchObject([
    { id: '3', archived: true },
    { id: '2' },
  ]);
  expect(entities.flatMap((one) => options.rows(one, undefined))).toEqual([
    { conversation_attribute_id: '2', id: 'a1b2', label: '1', archived: false },
    { conversation_attribute_id: '2', id: 'b2c3', label: '2', archived: true },
  ]);
});
