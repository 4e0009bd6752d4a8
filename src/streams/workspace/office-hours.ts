/** Office hours and their exceptions: https://developers.intercom.com/docs/references/rest-api/api.intercom.io/office-hours */
import { bool, described, epoch, int, list, object, text } from '../../core/columns/columns.ts';
import { listing } from '../../intercom/readers/listing.ts';
import { entitiesAt, withId } from '../common/entity.ts';
import { permissions } from '../common/permissions.ts';
import { sublist } from '../common/sublist.ts';
import { defineStream, type Scan } from '../stream.ts';

const scheduleScan: Scan = {
  name: 'office_hours_schedules',
  read: listing({ path: '/office_hours_schedules', items: 'data' }),
};

const timeIntervals = list(object({ start_minute: int, end_minute: int, day_of_week: int }));

export const officeHoursSchedules = defineStream({
  name: 'office_hours_schedules',
  description: 'The weekly hours in which the workspace is open.',
  permission: permissions.officeHours,
  since: '2.16',
  primaryKey: ['id'],
  byId: (id) => `/office_hours_schedules/${encodeURIComponent(id)}`,
  columns: {
    type: text,
    id: text,
    name: text,
    time_zone_name: described(text, 'In which its hours are meant.'),
    time_intervals: described(timeIntervals, 'Minutes from Monday 00:00; Monday is day 0.'),
    twenty_four_seven: described(bool, 'Whether it is always open.'),
    created_at: epoch,
    updated_at: epoch,
  },
  scan: scheduleScan,
});

export const officeHoursExceptions = defineStream({
  name: 'office_hours_exceptions',
  description: 'Days on which other hours hold than those of the schedule, such as public holidays.',
  permission: permissions.officeHours,
  since: '2.16',
  primaryKey: ['id'],
  columns: {
    type: text,
    id: text,
    office_hours_schedule_id: described(text, 'The id of office_hours_schedules.'),
    exception_date: described(text, 'The day, YYYY-MM-DD.'),
    exception_type: described(text, '`closed` or `custom_hours`.'),
    name: text,
    time_intervals: described(timeIntervals, 'Minutes from midnight; null where it is closed.'),
    recurring_annually: described(bool, 'Whether the day counts in every year.'),
    created_at: epoch,
    updated_at: epoch,
  },
  parent: { stream: 'office_hours_schedules', column: 'office_hours_schedule_id' },
  scan: scheduleScan,
  detail: sublist({
    name: 'office_hours_exceptions',
    path: (id) => `/office_hours_schedules/${encodeURIComponent(id)}/office_hours_exceptions`,
    items: 'data',
  }),
  rows: (schedule, detail) =>
    withId(entitiesAt(detail, 'data')).map((exception) => ({
      ...exception,
      office_hours_schedule_id: String(schedule.id),
    })),
});
