import { expect, test } from 'vitest';
import type { Scan } from '../../../src/streams/stream.ts';
import { segments } from '../../../src/streams/workspace/segments.ts';
import { refusal, response } from '../../intercom/scripted.ts';
import { type Script, scripted } from '../read-context.ts';

const all = { from: 0, to: Number.POSITIVE_INFINITY };

async function idsFrom({ context }: Script): Promise<unknown[]> {
  const ids: unknown[] = [];
  for await (const { entities } of (segments.scan as Scan).read(context, all))
    ids.push(...entities.map(({ id }) => id));
  return ids;
}

const listOf = (...ids: string[]) => ({ type: 'segment.list', segments: ids.map((id) => ({ type: 'segment', id })) });
const isOfCompanies = (request: string) => request.includes('type=company');

test('are those of people, then those of companies, with their counts', async () => {
  const script = scripted((request) => (isOfCompanies(request) ? listOf('c1') : listOf('p1', 'p2')));
  expect(await idsFrom(script)).toEqual(['p1', 'p2', 'c1']);
  expect(script.requests).toEqual([
    'GET /segments?include_count=true',
    'GET /segments?include_count=true&type=company',
  ]);
});

test('come once where the parameter is ignored and both lists are the same', async () => {
  expect(await idsFrom(scripted(() => listOf('p1', 'p2')))).toEqual(['p1', 'p2']);
});

test.each([
  ['400', refusal(400, 'parameter_invalid')],
  ['404', refusal(404, 'not_found')],
  ['422', refusal(422, 'parameter_not_supported')],
])('are those of people where the parameter is refused with %s, which is told', async (_status, response) => {
  const script = scripted((request) => (isOfCompanies(request) ? response : listOf('p1')));
  expect(await idsFrom(script)).toEqual(['p1']);
  expect(script.logged).toHaveLength(1);
});

test('a refusal that comes once, or twice, is asked again', async () => {
  for (const times of [1, 2]) {
    let refused = 0;
    const script = scripted((request) => {
      if (!isOfCompanies(request)) return listOf('p1');
      return refused++ < times ? refusal(400, 'bad_request') : listOf('c1');
    });
    expect(await idsFrom(script)).toEqual(['p1', 'c1']);
    expect(script.requests).toHaveLength(2 + times);
    expect(script.logged).toEqual([]);
  }
});

test("a refusal that is not in Intercom's own words is a gateway's, however often it comes", async () => {
  const page = response(404, '<html><h1>404 Not Found</h1></html>');
  await expect(idsFrom(scripted((request) => (isOfCompanies(request) ? page : listOf('p1'))))).rejects.toMatchObject({
    code: 'not_found',
  });
});

test('an answer without the list is never none', async () => {
  for (const body of [{ type: 'segment.list' }, { segments: null }, { type: 'error.list', errors: [{ code: 'x' }] }]) {
    const script = scripted((request) => (isOfCompanies(request) ? body : listOf('p1')));
    await expect(idsFrom(script)).rejects.toMatchObject({ code: 'request_refused' });
  }
});

test('fail where the people are refused, or the companies for another reason than the parameter', async () => {
  await expect(idsFrom(scripted(() => refusal(404, 'not_found')))).rejects.toMatchObject({ code: 'not_found' });
  const forbidden = scripted((request) => (isOfCompanies(request) ? refusal(403, 'forbidden') : listOf('p1')));
  await expect(idsFrom(forbidden)).rejects.toMatchObject({ code: 'permission_missing' });
});
