import { expect, test } from 'vitest';
import { rowConverter } from '../../../src/engine/convert.ts';
import { activityLogEventTypes, activityLogs } from '../../../src/streams/people/activity-logs.ts';
import type { Scan } from '../../../src/streams/stream.ts';
import { type Script, scripted } from '../read-context.ts';

const always = { from: 0, to: Number.POSITIVE_INFINITY };

async function entitiesFrom({ context }: Script, scan: Scan) {
  const entities: unknown[] = [];
  for await (const page of scan.read(context, always)) entities.push(...page.entities);
  return entities;
}

test('the state before and after an activity may be of any type', () => {
  const mismatches: string[] = [];
  const convert = rowConverter(activityLogs.columns, (path) => mismatches.push(path));
  for (const value of ['a name', 7, { name: 'x' }, ['a', 'b'], null]) {
    const row = { id: '1', metadata: { before: value, after: value }, created_at: 1 };
    expect(convert(row)).toEqual(row);
  }
  expect(mismatches).toEqual([]);
});

test('a log says when it was as a number or in ISO 8601', () => {
  const { cursor } = activityLogs.scan as Scan;
  expect(cursor?.name).toBe('created_at');
  expect(cursor?.of({ id: '1', created_at: 1_734_537_253 })).toBe(1_734_537_253);
  expect(cursor?.of({ id: '1', created_at: '2024-12-18T15:54:13Z' })).toBe(1_734_537_253);
});

test('event types are the names listed, each once; what is no name is told', async () => {
  const script = scripted(() => ({ event_types: ['app_name_change', 'admin_logout', 'app_name_change', null, ''] }));
  expect(await entitiesFrom(script, activityLogEventTypes.scan as Scan)).toEqual([
    { name: 'app_name_change' },
    { name: 'admin_logout' },
  ]);
  expect(script.requests).toEqual(['GET /admins/activity_log_event_types']);
  expect(script.logged).toEqual(['2 items of /admins/activity_log_event_types are no names, and are left out.']);
});

test('an answer without the list of event types is an error, never none', async () => {
  await expect(
    entitiesFrom(
      scripted(() => ({})),
      activityLogEventTypes.scan as Scan,
    ),
  ).rejects.toMatchObject({
    code: 'request_refused',
  });
});
