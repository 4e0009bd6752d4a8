import { expect, test } from 'vitest';
import { httpRequest } from '../../../src/intercom/http/request.ts';

const { signal } = new AbortController();
const client = { baseUrl: 'https://api.intercom.io', token: 'secret', version: '2.17', signal };

test('a request carries the token and the version, and no body where it has none', () => {
  expect(httpRequest({ method: 'GET', path: '/tags' }, client)).toEqual({
    method: 'GET',
    url: 'https://api.intercom.io/tags',
    headers: {
      authorization: 'Bearer secret',
      accept: 'application/json',
      'intercom-version': '2.17',
      'user-agent': 'source-intercom',
    },
    signal,
  });
});

test('a query is encoded, and parameters without a value are left out', () => {
  const query = { a: 'x y', b: undefined, c: '&' };
  expect(httpRequest({ method: 'GET', path: '/tags', query }, client).url).toMatch(/\/tags\?a=x\+y&c=%26$/);
  expect(httpRequest({ method: 'GET', path: '/tags', query: { b: undefined } }, client).url).toMatch(/\/tags$/);
});

test('a body is JSON, and says so', () => {
  const request = httpRequest({ method: 'POST', path: '/contacts/search', body: { query: 1 } }, client);
  expect(request.body).toBe('{"query":1}');
  expect(request.headers['content-type']).toBe('application/json');
});
