/** Bars by name in Vega-Lite's words. */
import { cellText, withUnit } from '../labels.ts';
import type { RankedBars } from './spec.ts';

const rowHeight = 24;

/** A tick that lies further out than so many bars would make all bars tiny. */
const mostOfTick = 5;

/** Pixels of a letter, about. */
const letter = 6.9;

/** Names are cut to it; the table has all of them. */
const nameWidth = (width: number) => Math.round(Math.min(190, width * 0.34));

export function rankedBars({ bars, unit, names, most: given }: RankedBars, width: number) {
  const longestBar = Math.max(1, ...bars.map(({ value }) => value ?? 0));
  const most = given ?? Math.min(longestBar * mostOfTick, Math.max(longestBar, ...bars.map(({ tick }) => tick ?? 0)));
  const shown = bars.map(({ tick, ...bar }) => ({ ...bar, tick: tick ?? null, isInside: (tick ?? most + 1) <= most }));
  const labels = bars.map(({ value, tick }) =>
    names ? `${cellText(value)} · ${withUnit(tick ?? null, unit)}` : withUnit(value, unit),
  );
  const longest = Math.max(...labels.map(({ length }) => length));
  const room = Math.floor(nameWidth(width) / letter);
  const values = shown.map(({ name, value, tick, isInside }, i) => ({
    // A bar each, also where two have one name, or one beginning.
    name:
      cut(name, room) +
      '\u200b'.repeat(bars.slice(0, i).filter((other) => cut(other.name, room) === cut(name, room)).length),
    value,
    tick: isInside ? tick : null,
    end: Math.max(value ?? 0, isInside ? tick! : 0),
    label: labels[i],
  }));
  const left = Math.ceil(Math.min(room, Math.max(...bars.map(({ name }) => name.length))) * letter) + 12;
  const right = Math.ceil(longest * letter) + 10;
  const y = {
    field: 'name',
    type: 'nominal',
    sort: null,
    scale: { paddingInner: 0.3, paddingOuter: 0.1 },
    axis: { labelLimit: 0, labelColor: 'var(--text)' },
  };
  const x = (field: string) => ({
    field,
    type: 'quantitative',
    scale: { domain: [0, most], nice: false },
    axis: null,
  });
  return {
    // Vega has no font to measure: its own guess of what names take is half as much again.
    autosize: { type: 'none' },
    padding: { left, right, top: 2, bottom: 2 },
    width: width - left - right,
    height: rowHeight * bars.length,
    data: { values },
    layer: [
      { mark: { type: 'bar', cornerRadiusEnd: 2, color: 'var(--series-1)' }, encoding: { x: x('value'), y } },
      ...(names
        ? [
            {
              transform: [{ filter: 'datum.tick !== null' }],
              mark: { type: 'tick', thickness: 3, size: 18, color: 'var(--series-2)' },
              encoding: { x: x('tick'), y },
            },
          ]
        : []),
      {
        mark: { type: 'text', align: 'left', baseline: 'middle', dx: 5, color: 'var(--text)' },
        encoding: { x: x('end'), y, text: { field: 'label' } },
      },
    ],
  };
}

const cut = (name: string, room: number): string => {
  const letters = [...name];
  return letters.length > room ? `${letters.slice(0, room - 1).join('')}…` : name;
};
