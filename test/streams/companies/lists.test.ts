import { expect, test } from 'vitest';
import { createRowMaker, detailGroups } from '../../../src/engine/rows.ts';
import { startRun } from '../../../src/engine/start-run.ts';
import { companyContacts, companyNotes, companySegments, companyTags } from '../../../src/streams/companies/lists.ts';
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

test('company_tags have name and company, and are only added to where a company does not say them', () => {
  const company = {
    id: 'c1',
    updated_at: 5,
    tags: { type: 'tag.list', tags: [{ type: 'tag', id: '7', name: 'vip' }] },
  };
  expect(companyTags.rows(company, undefined)).toEqual([
    { type: 'tag', id: '7', name: 'vip', company_id: 'c1', company_updated_at: 5 },
  ]);
  expect(companyTags.truncated?.(company, undefined)).toBe(false);
  expect(companyTags.truncated?.({ id: 'c1', tags: null }, undefined)).toBe(true);
});

test('company_notes are asked for only where a company comes without a whole list of them', async () => {
  const note = { type: 'note', id: '26', body: '<p>Renews</p>' };
  const row = { ...note, company_id: 'c1', company_updated_at: 5 };
  const company = { id: 'c1', updated_at: 5 };
  const { needed, fetch } = companyNotes.detail!;
  for (const notes of [undefined, null, {}, { notes: null }, { notes: [{ body: 'without an id' }] }])
    expect(needed({ ...company, notes })).toBe(true);
  const shown = { ...company, notes: { type: 'note.list', notes: [note] } };
  expect(needed(shown)).toBe(false);
  expect(companyNotes.rows(shown, undefined)).toEqual([row]);

  const script = scripted(() => ({ data: [note], total_count: 1, pages: { page: 1, total_pages: 1 } }));
  expect(companyNotes.rows(company, await fetch(script.context, company))).toEqual([row]);
  expect(script.requests).toEqual(['GET /companies/c1/notes?page=1&per_page=50']);
});

test('company_contacts say who the contact is, and nothing else of it', async () => {
  const who = { type: 'contact', id: 'p1', external_id: 'u-1', role: 'user', email: 'a@mail.example', name: 'Ada' };
  const script = scripted(() => ({
    data: [{ ...who, phone: '+47', custom_attributes: {} }],
    pages: { page: 1, total_pages: 1 },
  }));
  const company = { id: 'c1', updated_at: 5 };
  const detail = await companyContacts.detail!.fetch(script.context, company);
  expect(companyContacts.rows(company, detail)).toEqual([{ ...who, company_id: 'c1', company_updated_at: 5 }]);
});

test('company_contacts are whole in every sync: a company need not change when a contact joins it', () => {
  expect(companyContacts).toMatchObject({ fullSnapshot: true, cursor: 'company_updated_at' });
});
