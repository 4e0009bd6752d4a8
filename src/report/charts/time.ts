/** Charts over time in Vega-Lite's words. Dates are those of the workspace, and are drawn as UTC so that no zone of this machine moves them. */
import type { TimeBars, TimeLines, Unit } from './spec.ts';
import { dateFormats, seriesColors } from './theme.ts';

const dayMs = 86_400_000;

/** About so many characters of a label. */
const labelWidth = 62;

/** Whether a day and its month come twice. */
const isLong = (dates: readonly string[]): boolean =>
  Date.parse(dates.at(-1) ?? '') - Date.parse(dates[0] ?? '') > 330 * dayMs;

interface DateAxis {
  step: keyof typeof dateFormats;
  width: number;
  /** Milliseconds by which a date is written later than it is. */
  shift?: number;
}

/** What both kinds have in common: at most so many dates are written as there is room for. */
function dateAxis(dates: readonly string[], { step, width, shift = 0 }: DateAxis) {
  const all = [...new Set(dates)].sort();
  const every = Math.max(1, Math.ceil((all.length * labelWidth) / width));
  const values = all.filter((_, i) => i % every === 0).map((date) => Date.parse(date) + shift);
  return {
    values,
    format: dateFormats[isLong(all) ? 'month' : step],
    labelOverlap: true,
    labelFlush: false,
    grid: false,
  };
}

const valueAxis = (unit: Unit) => ({
  tickCount: 4,
  format: ',~f',
  ...(unit && { labelExpr: `datum.label + '${unit === '%' ? '' : '\u2009'}${unit}'` }),
});

const scaleTo = (most: number | undefined) => ({
  zero: true,
  nice: true,
  ...(most !== undefined && { domain: [0, most] }),
});

export function timeBars({ series, step, unit, most, named }: TimeBars, width: number) {
  const values = series.flatMap(({ name, points }) =>
    points.map(({ x, y }) => ({ name, y, at: Date.parse(x), until: endOf(x, step) })),
  );
  const dates = series.flatMap(({ points }) => points.map(({ x }) => x));
  const inner = width - 50;
  const height = series.length === 1 ? 160 : series.length === 2 ? 90 : 58;
  const unitSpec = {
    width: inner,
    height,
    mark: { type: 'rect', color: 'var(--series-1)' },
    encoding: {
      x: {
        field: 'at',
        type: 'temporal',
        scale: { type: 'utc' },
        // The name of a month stands below its middle, the date of a week where that begins.
        axis: dateAxis(dates, { step, width: inner, shift: step === 'month' ? 13 * dayMs : 0 }),
      },
      x2: { field: 'until' },
      y2: { datum: 0 },
      y: {
        field: 'y',
        type: 'quantitative',
        scale: scaleTo(most),
        axis: { ...valueAxis(unit), ...(series.length > 1 && { tickCount: 2 }) },
      },
    },
  };
  if (series.length === 1 && !named) return { data: { values }, ...unitSpec };
  const order = series.map(({ name }) => name);
  return {
    data: { values },
    facet: { row: { field: 'name', type: 'nominal', sort: order } },
    spacing: 10,
    spec: unitSpec,
  };
}

/** A little before the next one begins. */
function endOf(date: string, step: 'week' | 'month'): number {
  const begin = new Date(Date.parse(date));
  if (step === 'week') return begin.getTime() + 6.2 * dayMs;
  return Date.UTC(begin.getUTCFullYear(), begin.getUTCMonth() + 1, 1) - 4 * dayMs;
}

export function timeLines(chart: TimeLines, width: number) {
  const { series, step, unit, most, panels } = chart;
  const values = series.flatMap(({ name, points }) => points.map(({ x, y }) => ({ name, y, at: Date.parse(x) })));
  const dates = series.flatMap(({ points }) => points.map(({ x }) => x));
  const names = series.map(({ name }) => name);
  const many = new Set(dates).size > 45;
  const told = (range: readonly unknown[]) => ({
    field: 'name',
    type: 'nominal',
    scale: { domain: names, range: range.slice(0, names.length) },
    legend: names.length > 1 && !panels ? {} : null,
  });
  const dashes = [
    [1, 0],
    [5, 3],
    [1, 3],
  ];
  const lines = {
    width: width - 56,
    height: panels ? 110 : 190,
    encoding: {
      x: {
        field: 'at',
        type: 'temporal',
        scale: { type: 'utc' },
        axis: dateAxis(dates, { step, width: width - 56 }),
      },
      y: { field: 'y', type: 'quantitative', scale: scaleTo(most), axis: valueAxis(unit) },
      color: told(seriesColors),
    },
    layer: [
      { mark: { type: 'line', strokeWidth: 2 }, encoding: { strokeDash: told(dashes) } },
      ...(many
        ? []
        : [
            {
              mark: { type: 'point', filled: true, size: 38, opacity: 1 },
              encoding: { shape: told(['circle', 'square', 'triangle-up']) },
            },
          ]),
    ],
  };
  if (!panels) return { data: { values }, ...lines };
  return {
    data: { values },
    facet: { row: { field: 'name', type: 'nominal', sort: names } },
    spacing: 10,
    resolve: { scale: { y: 'independent' } },
    spec: lines,
  };
}
