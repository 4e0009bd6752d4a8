/** A heatmap in Vega-Lite's words: the number stands in each cell, and its colour is one of seven steps, which are the page's. */
import type { Heatmap } from './spec.ts';

const steps = 7;

/** Where it is narrow, rows and columns change places. */
const narrow = 480;

export function heatmap({ rows, columns, values }: Heatmap, width: number) {
  const greatest = Math.max(1, ...values.flat());
  const stepOf = (value: number) => (value === 0 ? 0 : Math.max(1, Math.ceil((value / greatest) * (steps - 1))));
  const cells = rows.flatMap((row, i) =>
    columns.map((column, j) => ({ row, column, value: values[i]![j]!, step: `s${stepOf(values[i]![j]!)}` })),
  );
  const isNarrow = width < narrow;
  const axis = (field: string, order: readonly string[]) => ({
    field,
    type: 'ordinal',
    sort: order,
    scale: { paddingInner: 0.06 },
    axis: { labelAngle: 0, labelColor: 'var(--text)', labelOverlap: true },
  });
  const [across, down] = isNarrow
    ? [axis('row', rows), axis('column', columns)]
    : [axis('column', columns), axis('row', rows)];
  const names = Array.from({ length: steps }, (_, i) => `s${i}`);
  const scale = (variable: string) => ({ domain: names, range: names.map((_, i) => `var(--${variable}-${i})`) });
  return {
    width: width - 44,
    height: (isNarrow ? columns.length : rows.length) * (isNarrow ? 20 : 30),
    data: { values: cells },
    encoding: {
      x: { ...across, axis: { ...across.axis, orient: 'top' } },
      y: down,
    },
    layer: [
      {
        mark: { type: 'rect', cornerRadius: 2 },
        encoding: { color: { field: 'step', type: 'nominal', scale: scale('heat'), legend: null } },
      },
      {
        mark: { type: 'text', fontSize: 11 },
        encoding: {
          text: { field: 'value' },
          color: { field: 'step', type: 'nominal', scale: scale('on-heat'), legend: null },
        },
      },
    ],
    resolve: { scale: { color: 'independent' } },
  };
}
