/** Charts as SVG, drawn by Vega, which is loaded only when a report is made. No script comes with them, no style and nothing from outside. */
import { heatmap } from './heatmap.ts';
import { rankedBars } from './ranked.ts';
import type { ChartSpec } from './spec.ts';
import { config } from './theme.ts';
import { timeBars, timeLines } from './time.ts';

/** Gives the SVG of a chart that is about so many CSS pixels wide. */
export type Draw = (chart: ChartSpec, width: number) => Promise<string>;

export async function loadDraw(): Promise<Draw> {
  const [vega, { compile }] = await Promise.all([import('vega'), import('vega-lite')]);
  return async (chart, width) => {
    const { spec } = compile({ ...specOf(chart, width), config } as unknown as Parameters<typeof compile>[0]);
    const view = new vega.View(vega.parse(spec), { renderer: 'none' });
    try {
      return cleaned(await view.toSVG());
    } finally {
      view.finalize();
    }
  };
}

function specOf(chart: ChartSpec, width: number): object {
  switch (chart.kind) {
    case 'time-bars':
      return timeBars(chart, width);
    case 'time-lines':
      return timeLines(chart, width);
    case 'ranked-bars':
      return rankedBars(chart, width);
    case 'heatmap':
      return heatmap(chart, width);
  }
}

/** Its size is the page's to give, and what it means is told beside it. What people wrote is in no tag, where `<` would end it. */
const cleaned = (svg: string): string =>
  svg
    .replace(
      /^<svg [^>]*viewBox="0 0 (\d+) (\d+)"[^>]*>/,
      '<svg viewBox="0 0 $1 $2" width="$1" height="$2" aria-hidden="true" focusable="false">',
    )
    .replace(/<[^<>]+>/g, (tag) => tag.replace(/ (?:class|role|pointer-events|aria-roledescription)="[^"]*"/g, ''))
    .replace(/<path d="(?:M0,0h0v[\d.]*h0Z)?"[^<>]*\/>/g, '');
