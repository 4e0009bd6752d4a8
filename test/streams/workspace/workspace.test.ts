import { expect, test } from 'vitest';
import type { Scan } from '../../../src/streams/stream.ts';
import { workspace } from '../../../src/streams/workspace/workspace.ts';
import { scripted } from '../read-context.ts';

async function rowsFrom(me: object): Promise<object[]> {
  const rows: object[] = [];
  const { context } = scripted(() => me);
  for await (const { entities } of (workspace.scan as Scan).read(context, { from: 0, to: Number.POSITIVE_INFINITY }))
    rows.push(...entities.flatMap((entity) => workspace.rows(entity, undefined)));
  return rows;
}

test('is the app that comes with the admin, by its id_code', async () => {
  const app = { type: 'app', id_code: 'abc', name: 'ACME', region: 'US', timezone: 'UTC', secure: false };
  expect(await rowsFrom({ type: 'admin', id: '1', app })).toEqual([{ ...app, id: 'abc' }]);
});

test.each([[undefined], [null], [[]], [{ name: 'ACME' }]])('an app of %j is an error, never no row', async (app) => {
  await expect(rowsFrom({ type: 'admin', id: '1', app })).rejects.toMatchObject({ code: 'request_refused' });
});
