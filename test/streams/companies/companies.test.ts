import { expect, test } from 'vitest';
import { createRowMaker, detailGroups } from '../../../src/engine/rows.ts';
import { startRun } from '../../../src/engine/start-run.ts';
import { companies, companySegments } from '../../../src/streams/companies/companies.ts';
import type { Scan } from '../../../src/streams/stream.ts';
import { scripted } from '../read-context.ts';

test("company_segments have Intercom's id of the company, not the customer's, and its updated_at", () => {
  const company = {
    id: 'c1',
    company_id: 'theirs',
    updated_at: 1700000000,
    segments: { type: 'segment.list', segments: [{ type: 'segment', id: 's1', updated_at: 5 }, { id: 's2' }] },
  };
  expect(companySegments.rows(company, undefined)).toEqual([
    { type: 'segment', id: 's1', updated_at: 5, company_id: 'c1', company_updated_at: 1700000000 },
    { id: 's2', company_id: 'c1', company_updated_at: 1700000000 },
  ]);
});

test.each([[{}], [{ segments: null }], [{ segments: {} }], [{ segments: { segments: [] } }]])(
  'company_segments of a company with %j are none',
  (company) => {
    expect(companySegments.rows({ id: 'c1', updated_at: 1, ...company }, undefined)).toEqual([]);
  },
);

test('company_segments are whole in every sync, though they have a cursor: membership is computed', () => {
  expect(companySegments).toMatchObject({ fullSnapshot: true, cursor: 'company_updated_at' });
});

test.each([
  ['no segments', {}],
  ['null', { segments: null }],
  ['an object without a list', { segments: {} }],
  ['something else than a list', { segments: { segments: 'none' } }],
  ['an item that is none', { segments: { segments: [{ id: 's1' }, null, { name: 'without an id' }] } }],
])('a company that comes with %s says not in which segments it is: its rows are only added to', (_, company) => {
  const entity = { id: 'c1', updated_at: 1, ...company };
  expect(companySegments.truncated?.(entity, undefined)).toBe(true);
  expect(companySegments.rows(entity, undefined).every(({ id }) => id === 's1')).toBe(true);
});

test('a company that is in no segment says so', () => {
  const entity = { id: 'c1', updated_at: 1, segments: { type: 'segment.list', segments: [] } };
  expect(companySegments.truncated?.(entity, undefined)).toBe(false);
});

test('how many companies do not say their segments is told once', async () => {
  const pages = [[{ id: '1' }, { id: '2', segments: { segments: [] } }], [{ id: '3', segments: null }], []];
  let page = 0;
  const script = scripted(() => ({ data: pages[page++], scroll_param: 'p' }));
  for await (const _ of (companies.scan as Scan).read(script.context, { from: 0, to: Number.POSITIVE_INFINITY }));
  expect(script.logged).toEqual([expect.stringMatching(/^2 companies came without a whole list of their segments/)]);
});

test('the rows of a company that does not say its segments are no whole set, and no line is written for each', async () => {
  const logged: string[] = [];
  const log = (_level: string, message: string) => logged.push(message);
  const selected = { name: 'company_segments', syncMode: 'full_refresh', syncId: 1 } as const;
  const run = startRun(companySegments, selected, undefined, { times: { start: 0, lookback: 0, settling: 0 } });
  const maker = createRowMaker({ log, cursor: undefined, emitDeletions: true });
  const entities = [{ id: '1' }, { id: '2', segments: { segments: [{ id: 's' }] } }];
  const wholeSets: unknown[] = [];
  for (const group of detailGroups([run])) {
    for await (const { replacesChildrenOf } of maker.of(group, { entities }, scripted(() => ({})).context))
      wholeSets.push(...(replacesChildrenOf ?? []));
  }
  expect(wholeSets).toEqual(['2']);
  expect(logged).toEqual([]);
});
