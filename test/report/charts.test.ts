/** What charts are made of: the values that they are given, colours that the page sets, and nothing that its policy refuses. */
import { expect, test } from 'vitest';
import { loadDraw } from '../../src/report/charts/draw.ts';
import type { ChartSpec } from '../../src/report/charts/spec.ts';
import { attribute, elementsIn, named, pageOf, textOf } from './html.ts';

const weeks = ['2026-03-02', '2026-03-09', '2026-03-16'];
const points = (...values: (number | null)[]) => weeks.map((x, i) => ({ x, y: values[i] ?? null }));

const charts: Record<string, ChartSpec> = {
  bars: {
    kind: 'time-bars',
    step: 'week',
    unit: '',
    series: [
      { name: 'All', points: points(4, 0, 8) },
      { name: '<b>email</b>', points: points(1, 0, 2) },
    ],
  },
  lines: {
    kind: 'time-lines',
    step: 'week',
    unit: '%',
    most: 100,
    series: [
      { name: 'Resolved', points: points(50, 60, 70) },
      { name: 'Escalated', points: points(20, null, 10) },
    ],
  },
  ranked: {
    kind: 'ranked-bars',
    unit: 'min',
    names: { value: 'Median', tick: 'p90' },
    bars: [
      { name: 'Kim', value: 10, tick: 20.5 },
      { name: 'Kim', value: 5, tick: 4_000 },
      { name: "datum['x'] & <i>", value: null, tick: null },
    ],
  },
  heat: {
    kind: 'heatmap',
    rows: ['Mon', 'Tue'],
    columns: ['0', '1', '2'],
    values: [
      [0, 3, 12],
      [5, 7, 11],
    ],
  },
};

const draw = await loadDraw();

async function drawn(name: string, width = 540) {
  const svg = await draw(charts[name]!, width);
  const page = pageOf(svg);
  return { page, texts: named(page, 'text').map((text) => textOf(text).replaceAll('\u200b', '')) };
}

/** How far down a path draws first. */
const heightOf = (path: string) => Number(/v(-?[\d.]+)/i.exec(path)?.[1] ?? 0);

test.each(Object.keys(charts))('%s has the colours of the page alone, and no style of its own', async (name) => {
  for (const width of [300, 540, 1140]) {
    const { page } = await drawn(name, width);
    const elements = elementsIn(page);
    for (const tag of ['script', 'style', 'image', 'foreignObject', 'a']) expect(named(page, tag)).toEqual([]);
    expect(elements.flatMap(({ attrs }) => attrs).filter((one) => /^(style|on|href)/.test(one.name))).toEqual([]);
    const colors = elements.flatMap((one) => [attribute(one, 'fill'), attribute(one, 'stroke')]);
    expect(
      colors.filter((color) => color !== undefined && !/^(var\(--[a-z0-9-]+\)|none|transparent)$/.test(color)),
    ).toEqual([]);
    const [svg] = named(page, 'svg');
    expect(Number(attribute(svg!, 'width'))).toBeLessThanOrEqual(width * 1.08);
  }
});

test('names are texts, a bar each, also where two are alike, and have their values beside them', async () => {
  const { texts } = await drawn('ranked', 1140);
  expect(texts.filter((text) => text === 'Kim').length).toBe(2);
  expect(texts).toEqual(
    expect.arrayContaining(["datum['x'] & <i>", '10 · 20.5\u00a0min', '5 · 4,000\u00a0min', '– · –']),
  );
  expect((await drawn('bars')).texts).toEqual(expect.arrayContaining(['All', '<b>email</b>', 'Mar 2', 'Mar 16']));
});

test('bars are as long as their values', async () => {
  const { page } = await drawn('bars');
  const bars = named(page, 'path').filter((path) => attribute(path, 'fill') === 'var(--series-1)');
  const [a, b, c, d, e, f] = bars.map((path) => heightOf(attribute(path, 'd')!)) as [
    number,
    number,
    number,
    number,
    number,
    number,
  ];
  expect([a / c, b, d / c, e, f / c]).toEqual([0.5, 0, 0.125, 0, 0.25]);
});

test('cells of a heatmap have their numbers, the greater the stronger, at every width', async () => {
  for (const width of [300, 540]) {
    const { page, texts } = await drawn('heat', width);
    expect(texts).toEqual(expect.arrayContaining(['0', '3', '12', '5', '7', '11', 'Mon', 'Tue']));
    const steps = named(page, 'path').flatMap((path) => /--heat-(\d)/.exec(attribute(path, 'fill') ?? '')?.[1] ?? []);
    expect(steps).toEqual(['0', '2', '6', '3', '4', '6']);
  }
});

test('lines are told apart without colour', async () => {
  const { page, texts } = await drawn('lines');
  expect(texts).toEqual(expect.arrayContaining(['Resolved', 'Escalated', '100%']));
  const dashes = named(page, 'path').map((path) => attribute(path, 'stroke-dasharray'));
  expect(new Set(dashes.filter((dash) => dash !== undefined)).size).toBeGreaterThan(1);
});

test('dates have their year where they come twice', async () => {
  const long = { name: 'All', points: ['2024-12-02', '2025-06-02', '2026-01-05'].map((x) => ({ x, y: 1 })) };
  const svg = await draw({ kind: 'time-bars', step: 'week', unit: '', series: [long] }, 540);
  expect(named(pageOf(svg), 'text').map(textOf)).toEqual(expect.arrayContaining(['Dec 2024', 'Jan 2026']));
});
