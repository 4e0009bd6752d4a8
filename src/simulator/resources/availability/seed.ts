import { createOne } from '../../engine/listing.ts';
import { createOfficeHours } from '../../engine/office-hours.ts';
import { day, type Seeding } from '../../engine/seeding.ts';
import { awayStatusReasons } from './away-status-reasons.ts';
import { countedHours, officeHoursSchedules } from './office-hours.ts';

const reasons = [
  // The one that the away teammate has given.
  { id: '12345', label: 'On a break', emoji: '☕', deleted: false },
  { label: 'At lunch', emoji: '🥪', deleted: false },
  { label: 'On holiday', emoji: '🏝', deleted: true },
];

const minutes = 24 * 60;
const weekdays = [0, 1, 2, 3, 4].map((day_of_week) => ({
  start_minute: day_of_week * minutes + 540,
  end_minute: day_of_week * minutes + 1020,
  day_of_week,
}));

const holidays = [
  { exception_date: '2026-12-25', exception_type: 'closed', name: 'Christmas Day', time_intervals: [] },
  {
    exception_date: '2026-12-24',
    exception_type: 'custom_hours',
    name: null,
    time_intervals: [{ start_minute: 540, end_minute: 780, day_of_week: 3 }],
  },
];

const exceptionIds = { from: 450n, step: 3 };

export function seedAvailability({ store, end }: Seeding): void {
  const created_at = end - 500 * day;
  for (const [order, reason] of reasons.entries()) {
    createOne(store, awayStatusReasons, { order, created_at, updated_at: created_at + order * day, ...reason });
  }
  const exceptions = holidays.map((holiday, index) => ({
    ...holiday,
    id: store.ids.number(exceptionIds),
    recurring_annually: index === 0,
    created_at,
    updated_at: created_at + index * day,
  }));
  store.get(countedHours).hours = createOfficeHours(store.settings.timezone, weekdays);
  const support = { name: 'Support', time_intervals: weekdays, twenty_four_seven: false };
  createOne(store, officeHoursSchedules, { ...support, exceptions, created_at, updated_at: created_at });
  createOne(store, officeHoursSchedules, { name: 'On call', created_at, updated_at: created_at });
}
