import { expect, test } from 'vitest';
import { companySegments } from '../../src/streams/companies.ts';

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
  expect(companySegments).toMatchObject({ whole: true, cursor: 'company_updated_at' });
});
