/** What a catalog selects, in the forms in which users, Meltano and older programs write it. */
import { describe, expect, test } from 'vitest';
import { parseSelection } from '../../../src/protocols/singer/selection.ts';

type Metadata = { [key: string]: unknown };
const at = (breadcrumb: string[], metadata: Metadata) => ({ breadcrumb, metadata });
const entry = (more: object) => ({ tap_stream_id: 'contacts', stream: 'contacts', schema: {}, ...more });
const parse = (...entries: object[]) => parseSelection({ streams: entries });
const namesOf = (...entries: object[]) => parse(...entries).map(({ stream }) => stream);
const deselected = (more: object) => parse(entry({ selected: true, ...more }))[0]?.deselected;

describe('a stream is selected', () => {
  test.each<[string, object, boolean]>([
    ['where its metadata say so', { metadata: [at([], { selected: true })] }, true],
    ['not where they say no', { metadata: [at([], { selected: false, 'selected-by-default': true })] }, false],
    ['where nothing is said but by default', { metadata: [at([], { 'selected-by-default': true })] }, true],
    ['not where by default it is not', { metadata: [at([], { 'selected-by-default': false })] }, false],
    ['not where metadata are silent', { metadata: [at([], { inclusion: 'available' })] }, false],
    ['where there are no metadata', {}, true],
    ['not where it is unsupported', { metadata: [at([], { inclusion: 'unsupported', selected: true })] }, false],
    ['by the older key of the stream', { selected: true, metadata: [at([], {})] }, true],
    ['not by the older key of the stream', { selected: false }, false],
    ['by the older key of the schema', { schema: { selected: true }, metadata: [at([], {})] }, true],
    ['not by the older key of the schema', { schema: { selected: false } }, false],
    ['by metadata before the older key', { selected: false, metadata: [at([], { selected: true })] }, true],
  ])('%s', (_, more, isSelected) => {
    expect(namesOf(entry(more))).toEqual(isSelected ? ['contacts'] : []);
  });
});

describe('a property is left out', () => {
  test('where its metadata say so, nested ones and those in lists too', () => {
    const metadata = [
      at([], { selected: true }),
      at(['properties', 'email'], { inclusion: 'available', selected: false }),
      at(['properties', 'phone'], { inclusion: 'available', 'selected-by-default': false }),
      at(['properties', 'name'], { inclusion: 'available', selected: true, 'selected-by-default': false }),
      at(['properties', 'avatar'], { inclusion: 'unsupported', selected: true }),
      at(['properties', 'source', 'properties', 'author', 'properties', 'email'], { selected: false }),
      at(['properties', 'tags', 'items', 'properties', 'url'], { selected: false }),
      at(['properties', 'properties', 'properties', 'items'], { selected: false }),
    ];
    expect(deselected({ metadata })).toEqual([
      ['email'],
      ['phone'],
      ['avatar'],
      ['source', 'author', 'email'],
      ['tags', 'url'],
      ['properties', 'items'],
    ]);
  });

  test('never where it is automatic', () => {
    const metadata = [at([], {}), at(['properties', 'id'], { inclusion: 'automatic', selected: false })];
    expect(deselected({ metadata })).toEqual([]);
  });

  test('by the older key in its schema', () => {
    const properties = {
      id: { inclusion: 'automatic', selected: false },
      email: { selected: false },
      source: { properties: { author: { selected: false }, url: {} } },
    };
    expect(deselected({ schema: { properties } })).toEqual([['email'], ['source', 'author']]);
  });
});

describe('the method', () => {
  const method = (more: object) => parse(entry({ selected: true, ...more }))[0]?.method;
  test.each<[string, object, string | undefined]>([
    ['that is forced', { metadata: [at([], { 'forced-replication-method': 'FULL_TABLE' })] }, 'FULL_TABLE'],
    ['that is chosen', { metadata: [at([], { 'replication-method': 'FULL_TABLE' })] }, 'FULL_TABLE'],
    ['of the older key', { replication_method: 'FULL_TABLE' }, 'FULL_TABLE'],
    ['by a log, which is told as changes are', { replication_method: 'LOG_BASED' }, 'INCREMENTAL'],
    ["is the stream's where none is asked for", {}, undefined],
  ])('%s', (_, more, expected) => {
    expect(method(more)).toBe(expected);
  });
});

test.each<[string, unknown, RegExp]>([
  ['no object', [], /catalog: expected object/],
  ['no streams', {}, /catalog\.streams/],
  ['a stream without a name', { streams: [{}] }, /streams\[0\]\.tap_stream_id is missing/],
  ['a stream twice', { streams: [entry({}), entry({})] }, /"contacts" for the second time/],
  ['an unknown method', { streams: [entry({ replication_method: 'SOME' })] }, /replication method "SOME"/],
  ['a selection that is no boolean', { streams: [entry({ selected: 'yes' })] }, /streams\[0\]\.selected/],
])('%s is told with its path', (_, input, problem) => {
  expect(() => parseSelection(input)).toThrow(problem);
});
