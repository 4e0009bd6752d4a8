/** What is shown of names, numbers and units to someone who knows no database. Pure. */
import type { Unit } from './charts/spec.ts';
import type { Cell } from './section.ts';

const labels: Readonly<Record<string, string>> = {
  week: 'Week of',
  all_channels: 'All',
  all_days: 'All days',
  answered: 'Answered',
  median_minutes: 'Median, min',
  p90_minutes: 'p90, min',
  median_hours: 'Median, h',
  p90_hours: 'p90, h',
  median_reply_minutes: 'Median reply, min',
  backlog: 'Not closed',
  unclosed: 'Not closed',
  percent: '%',
  csat_percent: 'CSAT, %',
  hit: 'Kept',
  hit_percent: 'Kept, %',
  active: 'Not due yet',
  resolved_percent: 'Resolved, %',
  escalated_percent: 'Escalated, %',
  fin_involved: 'Fin took part',
  company_id: 'Id',
  last_90_days: 'Last 90 days',
};

/** Of a column. What people named, such as a channel, stays as it is. */
export const labelOf = (column: string): string =>
  Object.hasOwn(labels, column)
    ? labels[column]!
    : /^[a-z_]+$/.test(column)
      ? `${column[0]!.toUpperCase()}${column.slice(1).replaceAll('_', ' ')}`
      : column;

/** Whether a column has dates. */
export const isTime = (column: string): boolean => ['day', 'week', 'month'].includes(column);

/** With separators of thousands; a dash where there is nothing; a month without its first day. */
export const cellText = (cell: Cell, column = ''): string =>
  cell === null ? '–' : typeof cell === 'number' ? numberText(cell) : column === 'month' ? cell.slice(0, 7) : cell;

const numberText = (value: number): string => value.toLocaleString('en-US', { maximumFractionDigits: 1 });

export const withUnit = (value: Cell, unit: Unit): string =>
  value === null || unit === '' ? cellText(value) : `${cellText(value)}${unit === '%' ? '' : '\u00a0'}${unit}`;
