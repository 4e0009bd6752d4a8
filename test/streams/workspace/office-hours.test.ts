import { expect, test } from 'vitest';
import { officeHoursExceptions } from '../../../src/streams/workspace/office-hours.ts';
import { refusal } from '../../intercom/scripted.ts';
import { scripted } from '../read-context.ts';

const schedule = { type: 'office_hours_schedule', id: 123 };

test('the exceptions of a schedule are asked for by its id, which their rows carry as text', async () => {
  const closed = { type: 'office_hours_exception', id: '456', office_hours_schedule_id: 123, time_intervals: null };
  const script = scripted(() => ({ type: 'office_hours_exception.list', data: [closed] }));
  const detail = await officeHoursExceptions.detail?.fetch(script.context, schedule);
  expect(script.requests).toEqual(['GET /office_hours_schedules/123/office_hours_exceptions']);
  expect(officeHoursExceptions.rows(schedule, detail)).toEqual([{ ...closed, office_hours_schedule_id: '123' }]);
});

test("they fail where the workspace's plan lacks them, and where the list is missing", async () => {
  const restricted = scripted(() => refusal(403, 'api_plan_restricted'));
  await expect(officeHoursExceptions.detail?.fetch(restricted.context, schedule)).rejects.toMatchObject({
    code: 'plan_restricted',
  });
  const without = scripted(() => ({ type: 'office_hours_exception.list' }));
  await expect(officeHoursExceptions.detail?.fetch(without.context, schedule)).rejects.toMatchObject({
    code: 'request_refused',
  });
});
