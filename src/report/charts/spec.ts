/** What a chart shows, without how it is drawn. */

interface Point {
  x: string;
  y: number | null;
}

/** How a value is written: with a unit where it has one. */
export type Unit = '' | '%' | 'min' | 'h';

/** Bars over time, a row of them for each series. `x` are dates. */
export interface TimeBars {
  kind: 'time-bars';
  step: 'week' | 'month';
  /** Whether a series that is alone shows its name, too. */
  named?: true;
  unit: Unit;
  series: readonly { name: string; points: readonly Point[] }[];
  /** Of the scale. Default: the greatest value. */
  most?: number;
}

/** Lines over time, told apart by dash, symbol and colour. */
export interface TimeLines {
  kind: 'time-lines';
  /** Each line in a panel of its own, with its own scale: where one may be many times another. */
  panels?: true;
  step: 'day' | 'week' | 'month';
  unit: Unit;
  series: readonly { name: string; points: readonly Point[] }[];
  most?: number;
}

/** A bar a name, the greatest first or in the order of its own, with its value beside it; a tick marks a second value. */
export interface RankedBars {
  kind: 'ranked-bars';
  unit: Unit;
  bars: readonly { name: string; value: number | null; tick?: number | null }[];
  /** What the bar and the tick are, where there are two. */
  names?: { value: string; tick: string };
  most?: number;
}

/** A table of numbers, the greater the stronger. */
export interface Heatmap {
  kind: 'heatmap';
  rows: readonly string[];
  columns: readonly string[];
  values: readonly (readonly number[])[];
}

export type ChartSpec = TimeBars | TimeLines | RankedBars | Heatmap;
