import { expect, test } from 'vitest';
import { companyScan } from '../../../src/streams/companies/scan.ts';
import { scripted } from '../read-context.ts';

const readAll = async (companies: object[]) => {
  const pages = [companies, []];
  let page = 0;
  const script = scripted(() => ({ data: pages[page++], scroll_param: 'p' }));
  for await (const _ of companyScan.read(script.context, { from: 0, to: Number.POSITIVE_INFINITY }));
  return script.logged;
};

test.each(['tags', 'segments'])('how many companies do not say their %s is told once', async (list) => {
  const whole = { tags: { tags: [] }, segments: { segments: [] } };
  const { [list as 'tags']: _, ...silent } = whole;
  const logged = await readAll([
    { id: '1', ...silent },
    { id: '2', ...whole },
    { id: '3', ...whole, [list]: null },
  ]);
  expect(logged).toEqual([
    `2 companies came without a whole list of their ${list}: what company_${list} hold of them is added to, not replaced.`,
  ]);
});

test('of companies without their notes nothing is told: those are asked for', async () => {
  expect(await readAll([{ id: '1', tags: { tags: [] }, segments: { segments: [] } }])).toEqual([]);
});
