import { describe, expect, test } from 'vitest';
import { scroll } from '../../../src/intercom/readers/scroll.ts';
import type { SimulatorOptions } from '../../../src/simulator/index.ts';
import { all, failure, ok, refusal, response, scripted } from '../scripted.ts';
import { distinct, forever, idsOf, simulated } from './simulated.ts';
import { useSpoolFolder } from './spool-folder.ts';

const companies = scroll({ path: '/companies/scroll', items: 'data' });
const spools = useSpoolFolder();

function filled(count: number, options: SimulatorOptions = {}) {
  const bench = simulated(options);
  const ids = Array.from(
    { length: count },
    (_, i) => bench.simulator.workspace.createCompany({ company_id: `c${i}` }).id,
  );
  const read = () => all(companies(bench.context, forever));
  return { ...bench, ids: ids.sort(), read, requests: () => bench.simulator.requests.all.length };
}

describe('a scroll', () => {
  test.each([0, 1, 100, 350])('gives all of %d companies, in as many requests as it takes', async (count) => {
    const { read, ids, requests } = filled(count);
    expect(idsOf(await read()).sort()).toEqual(ids);
    expect(requests()).toBe(Math.ceil(count / 100) + 1);
  });

  test('sends the first parameter on with every page', async () => {
    const { context, requests } = scripted((_, number) =>
      ok({ data: number < 3 ? [{ id: String(number) }] : [], scroll_param: number === 1 ? 'p 1' : null }),
    );
    expect(idsOf(await all(companies(context, forever)))).toEqual(['1', '2']);
    expect(requests.map(({ url }) => new URL(url).search)).toEqual(['', '?scroll_param=p+1', '?scroll_param=p+1']);
  });

  const breaks = [
    ['scroll-expired', {}],
    ['scroll-restart', {}],
    ['reset-before', { match: onPage }],
    ['reset-middle', { match: onPage }],
    ['truncated-json', { match: onPage }],
    ['empty', { match: onPage }],
    ['html', { match: onPage }],
    ['504', { match: onPage }],
  ] as const;

  test.each(breaks)('loses no company when it breaks by %s: it begins again', async (kind, more) => {
    const { read, ids, simulator, logged } = filled(350);
    const fault = simulator.faults.add({ kind, times: 2, ...more });
    expect(distinct(idsOf(await read()))).toEqual(ids);
    expect(fault.fired).toBe(2);
    expect(logged.join('\n')).toMatch(/begins again/);
  });

  test.each(breaks)('does not end well when it breaks by %s for ever', async (kind, more) => {
    const { read, simulator, requests } = filled(350);
    simulator.faults.add({ kind, ...more });
    const error = await failure(read());
    // The scroll that it broke off is still open at the server when it begins again.
    expect(['api_unavailable', 'not_found', 'request_refused']).toContain(error.code);
    expect(requests()).toBeLessThan(100);
  });

  test('does not repeat a request whose response got lost: the scroll may have moved on', async () => {
    let lost = 0;
    const { context, requests } = scripted(({ url }, number) => {
      const param = new URL(url).searchParams.get('scroll_param');
      if (number === 2) {
        lost++;
        return Object.assign(new Error('reset'), { code: 'ECONNRESET' });
      }
      const page = param === null ? 0 : Number(param.slice(1));
      return ok({ data: page < 3 ? [{ id: `${page}` }] : [], scroll_param: `p${page + 1}` });
    });
    expect(idsOf(await all(companies(context, forever)))).toEqual(['0', '0', '1', '2']);
    expect(lost).toBe(1);
    expect(requests.map(({ url }) => new URL(url).search)).toEqual([
      '',
      '?scroll_param=p1',
      '',
      '?scroll_param=p1',
      '?scroll_param=p2',
      '?scroll_param=p3',
    ]);
  });

  test('waits until another scroll of the app has ended or expired', async () => {
    const { read, ids, simulator, context, clock, logged } = filled(150);
    await context.client.get('/companies/scroll');
    const before = clock.elapsed();
    expect(distinct(idsOf(await read()))).toEqual(ids);
    expect(clock.elapsed() - before).toBeGreaterThanOrEqual(60_000);
    expect(logged.join('\n')).toMatch(/Another company scroll/);
    expect(simulator.requests.all.filter(({ status }) => status === 400).length).toBeLessThanOrEqual(4);
  });

  test('does not wait for ever', async () => {
    const { read, simulator, clock } = filled(150);
    simulator.faults.add({ kind: 'scroll-exists' });
    expect(await failure(read())).toMatchObject({ details: { apiCode: 'scroll_exists' } });
    expect(clock.elapsed()).toBeGreaterThan(5 * 60_000);
  });

  test('stops waiting when the run is stopped', async () => {
    const { read, simulator, clock, abort } = filled(150);
    simulator.faults.add({ kind: 'scroll-exists' });
    clock.sleep(30_000).then(() => abort.abort(new Error('stopped')));
    await expect(read()).rejects.toThrow('stopped');
    expect(clock.elapsed()).toBe(30_000);
  });

  test('takes a 404 at its very beginning for what it is', async () => {
    const { context, requests } = scripted(() => response(404, ''));
    expect((await failure(all(companies(context, forever)))).code).toBe('not_found');
    expect(requests).toHaveLength(1);
  });

  test.each([401, 403])('fails on a %d, at the beginning or later', async (status) => {
    for (const failing of [1, 3]) {
      const { context, requests } = scripted((_, number) =>
        number === failing ? refusal(status, 'no') : ok({ data: [{ id: String(number) }], scroll_param: 'p' }),
      );
      expect((await failure(all(companies(context, forever)))).details.status).toBe(status);
      expect(requests.filter(({ url }) => !url.endsWith('/me'))).toHaveLength(failing);
    }
  });

  test('never takes a missing list for its end', async () => {
    const { context } = scripted(() => ok({ type: 'list', scroll_param: 'p' }));
    expect((await failure(all(companies(context, forever)))).code).toBe('request_refused');
  });
});

describe('a scroll whose reader is slow', () => {
  test('does not wait for it: it is through before the reader takes the second page, and expires never', async () => {
    const { context, ids, requests, simulator, clock } = filled(5000);
    const reading = companies(context, forever);
    const first = await reading.next();
    while (requests() < 51) await new Promise((turn) => setImmediate(turn));
    await clock.sleep(600_000);
    const rest = await all(reading);
    expect(idsOf([first.value, ...rest]).sort()).toEqual(ids);
    expect(simulator.requests.all.every(({ status }) => status === 200)).toBe(true);
    expect(requests()).toBe(51);
    expect(spools()).toEqual([]);
  });

  test('ends with it, and leaves no file, when the reader leaves', async () => {
    const { context, requests } = filled(5000);
    for await (const _ of companies(context, forever)) {
      while (requests() < 40) await new Promise((turn) => setImmediate(turn));
      expect(spools().length).toBe(1);
      break;
    }
    expect(requests()).toBeLessThan(50);
    expect(spools()).toEqual([]);
  });
});

/** The second page or a later one. */
function onPage({ query }: { query: Record<string, string> }): boolean {
  return query.scroll_param !== undefined;
}
