/** The report as one HTML page, which loads nothing and runs nothing: what comes from the workspace is text in it, whatever it says. */
import { createHash } from 'node:crypto';
import { html, raw } from 'hono/html';
import type { Draw } from './charts/draw.ts';
import { dateAndTime } from './dates.ts';
import {
  freshnessText,
  incompleteText,
  lackingSections,
  lackText,
  lastRunText,
  loadedText,
  scopeText,
} from './freshness.ts';
import type { Answer, Report } from './gather.ts';
import type { Headline } from './headlines.ts';
import { cellText, isTime, labelOf, withUnit } from './labels.ts';
import type { Section, Table } from './section.ts';
import { style } from './style.ts';

/** CSS pixels: of a chart in a column of the page, across the page, and on a phone. */
const widths = { column: 540, full: 1140, narrow: 300 };

/** Tables that are no longer are shown at once. */
const mostOpenRows = 8;

export interface PageOptions {
  draw: Draw;
  /** Of source-intercom. */
  version: string;
}

export async function reportPage(report: Report, { draw, version }: PageOptions): Promise<string> {
  const name = report.history.workspace.name || report.history.workspace.id;
  const parts = [];
  for (const answer of report.sections) parts.push(await sectionHtml(report, answer, draw));
  const hash = createHash('sha256').update(style).digest('base64');
  const page = await html`<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'sha256-${raw(hash)}'; base-uri 'none'; form-action 'none'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="referrer" content="no-referrer">
<title>Support report: ${name}</title>
<style>${raw(style)}</style>
</head>
<body>
${headerHtml(report, name)}
<dl class="headlines">
${report.headlines.map((answer) => headlineHtml(report, answer))}
</dl>
<nav aria-label="Sections"><ul>
${report.sections.map(({ asked }) => html`<li><a href="#${asked.id}">${asked.title}</a></li>\n`)}
</ul></nav>
<main>
${parts}
</main>
<footer><p>Made by source-intercom ${version} on ${dateAndTime(report.zone, report.madeAt)} from ${report.history.location}. Teams, names and assignments are as they are now.</p></footer>
</body>
</html>
`;
  return String(page);
}

function headerHtml(report: Report, name: string) {
  const ended = lastRunText(report);
  const loaded = loadedText(report);
  const lacking = lackingSections(report);
  return html`<header>
<h1>Support report: ${name}</h1>
<p class="freshness"><time datetime="${new Date(report.asOf).toISOString()}">${freshnessText(report)}</time></p>
<p class="scope">${scopeText(report)}</p>
${loaded === undefined ? '' : html`<p class="loaded">${loaded}</p>`}
${ended === undefined ? '' : html`<p class="notice">${ended}</p>`}
${
  lacking.length === 0
    ? ''
    : html`<div class="notice lacking">Not shown:<ul>${lacking.map(
        ({ asked, lack }) =>
          html`<li><a href="#${asked.id}">${asked.title}</a>: ${lackText(lack!, report.history.streams)}</li>`,
      )}</ul></div>`
}
</header>`;
}

function headlineHtml({ history }: Report, { asked, lack, table }: Answer<Headline>) {
  const value = table?.rows[0]?.[0] ?? null;
  const shown = lack
    ? html`<dd class="unknown" title="${lackText(lack, history.streams)}">not known</dd>`
    : value === null
      ? html`<dd class="unknown">none</dd>`
      : html`<dd>${withUnit(value, asked.unit)}</dd>`;
  return html`<div id="headline-${asked.id}"><dt><a href="#${asked.section}">${asked.title}</a></dt>${shown}</div>\n`;
}

async function sectionHtml(report: Report, answer: Answer<Section>, draw: Draw) {
  const { asked, lack, table } = answer;
  const { streams } = report.history;
  const isFull = asked.layout === 'full';
  const incomplete = incompleteText(answer, streams);
  const content = lack
    ? html`<p class="lack">Not shown. ${lackText(lack, streams)}</p>`
    : table!.rows.length === 0
      ? html`<p class="lack">${emptyText(report)}</p>`
      : html`${await figureHtml(asked, table!, { draw, isFull })}
${tableHtml(asked, table!)}`;
  return html`<section id="${asked.id}"${isFull ? raw(' class="across"') : ''} aria-labelledby="${asked.id}-title">
<h2 id="${asked.id}-title">${asked.title}</h2>
<p class="definition">${asked.definition}</p>
${incomplete === undefined || lack ? '' : html`<p class="notice">${incomplete}</p>`}
${content}
</section>
`;
}

const emptyText = ({ since, teams }: Report): string =>
  `There are none${since === undefined ? '' : ' in this time'}${teams.length === 0 ? '' : ' of these teams'}.`;

async function figureHtml(asked: Section, table: Table, { draw, isFull }: { draw: Draw; isFull: boolean }) {
  const chart = asked.chart?.(table);
  if (!chart) return '';
  // In several sizes, so that its letters are as large as the page's on a phone and on paper as well: the style sheet shows one.
  const sizes = isFull ? (['full', 'column', 'narrow'] as const) : (['column', 'narrow'] as const);
  const drawn = [];
  for (const size of sizes) drawn.push(html`<div class="${size}">${raw(await draw(chart, widths[size]))}</div>`);
  return html`<figure role="img" aria-label="Chart: ${asked.title}. The table below has its figures.">
${drawn}
${asked.caption ? html`<figcaption>${asked.caption}</figcaption>` : ''}
</figure>`;
}

function tableHtml({ title, mostRows }: Section, { columns, rows }: Table) {
  const shown = rows.slice(0, mostRows);
  const numeric = columns.map((_, i) => rows.some((row) => typeof row[i] === 'number'));
  const aligned = (i: number) => raw(numeric[i] ? ' class="number"' : isTime(columns[i]!) ? ' class="time"' : '');
  const left = rows.length - shown.length;
  return html`<details${rows.length <= mostOpenRows ? raw(' open') : ''}><summary>Figures (${String(rows.length)} ${rows.length === 1 ? 'row' : 'rows'})</summary>
<div class="scroll" tabindex="0" role="region" aria-label="Figures: ${title}">
<table>
<thead><tr>${columns.map((name, i) => html`<th scope="col"${aligned(i)}>${labelOf(name)}</th>`)}</tr></thead>
<tbody>
${shown.map(
  (row) =>
    html`<tr>${row.map((cell, i) =>
      i === 0
        ? html`<th scope="row"${aligned(i)}>${cellText(cell, columns[i])}</th>`
        : html`<td${aligned(i)}>${cellText(cell, columns[i])}</td>`,
    )}</tr>\n`,
)}
</tbody>
</table>
</div>
${left > 0 ? html`<p class="note">And ${left.toLocaleString('en-US')} more: --csv writes all of them.</p>` : ''}
</details>`;
}
