/** The log of what admins did: listed in every version, searched from 2.16. */
import { describe, expect, test } from 'vitest';
import type { JsonObject } from '../../src/simulator/index.ts';
import { type Answer, bench, errorOf, noon } from './ask.ts';

const path = '/admins/activity_logs';
const day = 86_400;

const idsOf = ({ body }: Answer) => (body.activity_logs as JsonObject[]).map(({ id }) => id);
const nextOf = ({ body }: Answer) => (body.pages as JsonObject).next as string | null;

/** Of each of so many days before noon one, the newest first. */
function logged(days: number, version = '2.16') {
  const simulator = bench({ version });
  const ids = Array.from(
    { length: days },
    (_, i) => simulator.workspace.createActivityLog({ created_at: noon - i * day }).id,
  );
  return { ...simulator, ids };
}

describe('activity logs', () => {
  test.each(['2.7', '2.10', '2.16', '2.17'])(
    'are listed newest first by numbered pages in version %s',
    async (version) => {
      const { get, ids } = logged(45, version);
      const found: unknown[] = [];
      let next: string | null = `${path}?created_at_after=0`;
      for (let page = 1; next !== null; page++) {
        const answer: Answer = await get(next);
        expect(answer.body.pages).toMatchObject({ page, per_page: 20, total_pages: 3 });
        found.push(...idsOf(answer));
        const address = nextOf(answer);
        next = address === null ? null : address.slice(new URL(address).origin.length);
      }
      expect(found).toEqual(ids);
    },
  );

  test('are cut by both bounds, given as text', async () => {
    const { get, ids } = logged(5);
    const asked = `${path}?created_at_after=${noon - 3 * day}&created_at_before=${noon}`;
    expect(idsOf(await get(asked))).toEqual(ids.slice(1, 3));
    expect(errorOf(await get(`${path}?created_at_after=soon`))).toBe('400 parameter_invalid');
  });

  test('are asked for without a bound from 2.17: those of the last 30 days', async () => {
    expect(errorOf(await logged(1).get(path))).toBe('400 parameter_invalid');
    const { get, ids } = logged(40, '2.17');
    expect(idsOf(await get(`${path}?per_page=250`))).toEqual(ids.slice(0, 30));
  });

  test('are searched on by the same body at the address of the next page', async () => {
    const { post, ids } = logged(5);
    const body = { created_at_after: 0, page: 1, per_page: 2 };
    const answer = await post(`${path}/search`, body);
    const { pathname, search } = new URL(nextOf(answer)!);
    expect([idsOf(answer), idsOf(await post(pathname + search, body))]).toEqual([ids.slice(0, 2), ids.slice(2, 4)]);
    expect(errorOf(await post(`${path}/search`, body, { 'Intercom-Version': '2.15' }))).toBe(
      '400 intercom_version_invalid',
    );
  });
});
