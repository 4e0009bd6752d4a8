/** How all charts look. Colours are the page's variables, which follow light, dark and print. */

/** Series are told apart by dash and symbol as well. */
export const seriesColors = ['var(--series-1)', 'var(--series-2)', 'var(--series-3)'];

const text = 'var(--muted)';

export const config = {
  background: 'transparent',
  font: 'inherit',
  // The page gives each chart a name; its values are in the table below.
  aria: false,
  padding: 2,
  view: { stroke: null },
  axis: {
    domain: false,
    ticks: false,
    gridColor: 'var(--grid)',
    labelColor: text,
    labelFontSize: 12,
    labelPadding: 6,
    title: null,
  },
  header: {
    title: null,
    labelColor: 'var(--text)',
    labelFontSize: 12,
    labelFontWeight: 600,
    labelAnchor: 'start',
    labelOrient: 'top',
    labelPadding: 4,
  },
  legend: {
    orient: 'top',
    title: null,
    labelColor: 'var(--text)',
    labelFontSize: 12,
    symbolSize: 70,
    symbolStrokeWidth: 2,
    labelLimit: 300,
  },
  text: { fontSize: 12, color: 'var(--text)' },
  bar: { color: 'var(--series-1)' },
} as const;

/** Months shorter than the chart is told. */
export const dateFormats = { day: '%b %-d', week: '%b %-d', month: '%b %Y' } as const;
