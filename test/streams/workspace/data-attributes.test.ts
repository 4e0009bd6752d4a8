import { expect, test } from 'vitest';
import {
  companyAttributeOptions,
  companyAttributes,
  contactAttributeOptions,
  contactAttributes,
} from '../../../src/streams/workspace/data-attributes.ts';

test('attributes and their options are one request', () => {
  expect(contactAttributeOptions.scan).toBe(contactAttributes.scan);
  expect(companyAttributeOptions.scan).toBe(companyAttributes.scan);
});

test('an option is a row, with its place in the list', () => {
  const attribute = { full_name: 'custom_attributes.plan', model: 'contact', options: ['free', 'paid'] };
  expect(contactAttributeOptions.rows(attribute, undefined)).toEqual([
    { full_name: 'custom_attributes.plan', model: 'contact', value: 'free', position: 0 },
    { full_name: 'custom_attributes.plan', model: 'contact', value: 'paid', position: 1 },
  ]);
});

test.each([
  [undefined, []],
  [null, []],
  ['free', []],
  [[], []],
  [
    ['', 'a', 'a'],
    ['', 'a'],
  ],
  [
    [1, true, null, { value: 'x' }],
    ['1', 'true'],
  ],
])('options %j are %j', (options, values) => {
  const rows = contactAttributeOptions.rows({ full_name: 'plan', options }, undefined);
  expect(rows.map(({ value }) => value)).toEqual(values);
});
