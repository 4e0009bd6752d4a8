/** The company scroll and the list of companies. */
import { describe, expect, test } from 'vitest';
import { bench, errorOf, idsOf } from './ask.ts';

describe('the company scroll', () => {
  test('gives 100 a page under one parameter, and ends with an empty page', async () => {
    const { get, workspace } = bench();
    for (let i = 0; i < 150; i++) workspace.createCompany();
    const first = await get('/companies/scroll');
    const next = `/companies/scroll?scroll_param=${first.body.scroll_param}`;
    const second = await get(next);
    const third = await get(next);
    expect([first, second, third].map((answer) => idsOf(answer).length)).toEqual([100, 50, 0]);
    expect(second.body.scroll_param).toBe(first.body.scroll_param);
    expect(new Set([...idsOf(first), ...idsOf(second)]).size).toBe(150);
    expect(errorOf(await get(next))).toBe('404 not_found');
    expect((await get('/companies/scroll')).status).toBe(200);
  });

  test('allows one at a time, until it has been idle for a minute', async () => {
    const { get, clock, workspace } = bench();
    workspace.createCompany();
    const { scroll_param } = (await get('/companies/scroll')).body;
    expect(errorOf(await get('/companies/scroll'))).toBe('400 scroll_exists');
    clock.seconds += 60;
    expect(errorOf(await get(`/companies/scroll?scroll_param=${scroll_param}`))).toBe('404 not_found');
    expect((await get('/companies/scroll')).status).toBe(200);
  });

  test('has companies without people, unless told to hide them', async () => {
    for (const scrollHidesEmptyCompanies of [false, true]) {
      const { get, workspace } = bench({ scrollHidesEmptyCompanies });
      workspace.createCompany();
      expect(idsOf(await get('/companies/scroll'))).toHaveLength(scrollHidesEmptyCompanies ? 0 : 1);
    }
  });
});

describe('the company list', () => {
  test('leaves out companies without people and is paged by number', async () => {
    const { post, workspace } = bench();
    workspace.createCompany();
    const ids = [1, 2, 3].map((last_request_at) => workspace.createCompany({ last_request_at }).id);
    for (const id of ids) workspace.createContact({ company_ids: [id] });
    expect(idsOf(await post('/companies/list?per_page=2', {}))).toEqual([ids[2], ids[1]]);
    expect(idsOf(await post('/companies/list?per_page=2&page=2', {}))).toEqual([ids[0]]);
    expect(errorOf(await post('/companies/list?per_page=61', {}))).toBe('400 parameter_invalid');
  });

  test('ends at 10,000', async () => {
    const { post } = bench();
    expect(errorOf(await post('/companies/list?per_page=50&page=201', {}))).toBe('400 client_error');
    expect((await post('/companies/list?per_page=50&page=200', {})).status).toBe(200);
  });
});
