import type { JsonObject } from '../../engine/json.ts';
import { listing } from '../../engine/listing.ts';
import { allHours, type OfficeHours } from '../../engine/office-hours.ts';
import type { StoreKey } from '../../engine/store.ts';

export type Interval = { start_minute: number; end_minute: number; day_of_week: number };

/** A day on which other hours hold than those of its schedule. */
export interface OfficeHoursException {
  id: string;
  exception_date: string;
  exception_type: string;
  name: string | null;
  time_intervals: Interval[];
  recurring_annually: boolean;
  created_at: number;
  updated_at: number;
}

/** The weekly hours in which the workspace is open, with their exceptions. */
export interface OfficeHoursSchedule {
  id: string;
  name: string;
  time_zone_name: string;
  time_intervals: Interval[];
  twenty_four_seven: boolean;
  created_at: number;
  updated_at: number;
  exceptions: OfficeHoursException[];
}

export const officeHoursSchedules = listing({
  name: 'office_hours_schedules',
  one: 'OfficeHoursSchedule',
  ids: { from: 120n, step: 5 },
  blank: ({ id, now, store }): OfficeHoursSchedule => ({
    id,
    name: `Schedule ${id}`,
    time_zone_name: store.settings.timezone,
    time_intervals: [{ start_minute: 0, end_minute: 7 * 24 * 60, day_of_week: 0 }],
    twenty_four_seven: true,
    created_at: now,
    updated_at: now,
    exceptions: [],
  }),
  json: (_, { exceptions, ...schedule }) => ({ type: 'office_hours_schedule', ...schedule }),
});

/** The exceptions of a schedule. */
export const exceptionsJson = ({ id, exceptions }: OfficeHoursSchedule): JsonObject[] =>
  exceptions.map((exception) => ({
    type: 'office_hours_exception',
    ...exception,
    office_hours_schedule_id: id,
    time_intervals: exception.exception_type === 'closed' ? null : exception.time_intervals,
  }));

/** The hours that statistics count: all, until a seed says when the workspace is open. Changes of its schedules leave them as they are. */
export const countedHours: StoreKey<{ hours: OfficeHours }> = {
  name: 'counted hours',
  init: () => ({ hours: allHours }),
};
