import { describe, expect, it } from 'vitest';
import { listing } from '../../../src/intercom/readers/listing.ts';
import { all, failure, ok, scripted } from '../scripted.ts';
import { forever } from './simulated.ts';

describe('a listing', () => {
  const segments = listing({ path: '/segments', query: { include_count: 'true' }, items: 'segments' });

  it('is one request, one page', async () => {
    const { context, requests } = scripted(() => ok({ segments: [{ id: '1' }, { id: '2' }] }));
    expect(await all(segments(context, forever))).toEqual([{ entities: [{ id: '1' }, { id: '2' }] }]);
    expect(requests.map(({ url }) => new URL(url).pathname + new URL(url).search)).toEqual([
      '/segments?include_count=true',
    ]);
  });

  it('may be empty, but not missing', async () => {
    const empty = scripted(() => ok({ segments: [] }));
    expect(await all(segments(empty.context, forever))).toEqual([{ entities: [] }]);
    const missing = scripted(() => ok({ data: [] }));
    expect((await failure(all(segments(missing.context, forever)))).code).toBe('request_refused');
  });
});
