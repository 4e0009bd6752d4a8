/** The page's only style sheet: no font and no picture from outside. Light and dark follow the reader's system; paper is light. */

const light = `
  --page: #f6f7f9; --card: #ffffff; --text: #1d2330; --muted: #566072; --line: #dfe3ea; --grid: #e6e9ef; --accent: #2457c5;
  --series-1: #2f6bd8; --series-2: #c2410c; --series-3: #0f766e; --warn: #8a4b00; --warn-page: #fff4e2;
  --heat-0: #f3f5f9; --heat-1: #dbe7fb; --heat-2: #b9d2f7; --heat-3: #8cb4ef; --heat-4: #5b8fe0; --heat-5: #2f68c8; --heat-6: #17438f;
  --on-heat-0: #566072; --on-heat-1: #1d2330; --on-heat-2: #1d2330; --on-heat-3: #101726; --on-heat-4: #08101f; --on-heat-5: #ffffff; --on-heat-6: #ffffff;`;

const dark = `
  --page: #12151b; --card: #1a1f28; --text: #e8ebf1; --muted: #a3adbd; --line: #2e3542; --grid: #2a313d; --accent: #8fb4ff;
  --series-1: #6ea2ff; --series-2: #ff9d57; --series-3: #4fd1b8; --warn: #ffc680; --warn-page: #33270f;
  --heat-0: #202632; --heat-1: #1d3157; --heat-2: #204178; --heat-3: #27549d; --heat-4: #3a6fc4; --heat-5: #74a4ee; --heat-6: #b5d0fb;
  --on-heat-0: #a3adbd; --on-heat-1: #e8ebf1; --on-heat-2: #e8ebf1; --on-heat-3: #ffffff; --on-heat-4: #ffffff; --on-heat-5: #08101f; --on-heat-6: #08101f;`;

export const style = `
:root { color-scheme: light dark;${light} }
@media screen and (prefers-color-scheme: dark) { :root {${dark} } }
* { box-sizing: border-box; }
body { margin: 0; background: var(--page); color: var(--text); font: 16px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
body > * { max-width: 1240px; margin: 0 auto; padding: 0 20px; }
header { padding-top: 28px; }
h1 { font-size: 28px; line-height: 1.2; margin: 0 0 10px; overflow-wrap: anywhere; }
header p { margin: 4px 0; max-width: 90ch; }
header p.scope, header p.loaded { color: var(--muted); font-size: 15px; }
.notice { color: var(--warn); background: var(--warn-page); border-radius: 8px; padding: 8px 12px; margin: 10px 0; overflow-wrap: anywhere; }
.notice ul { margin: 4px 0 0; padding-left: 20px; }
.headlines { display: grid; grid-template-columns: repeat(auto-fill, minmax(138px, 1fr)); gap: 12px; margin: 20px auto 0; }
.headlines > div { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 10px 12px; display: flex; flex-direction: column-reverse; justify-content: flex-end; }
.headlines dt { color: var(--muted); font-size: 14px; line-height: 1.3; }
.headlines dd { margin: 0; font-size: 25px; font-weight: 650; font-variant-numeric: tabular-nums; }
.headlines dd.unknown { font-size: 17px; font-weight: 400; color: var(--muted); padding: 8px 0 2px; }
a { color: var(--accent); }
nav { margin-top: 18px; font-size: 14px; }
nav ul { list-style: none; display: flex; flex-wrap: wrap; gap: 4px 14px; margin: 0; padding: 0; }
main { display: grid; grid-template-columns: minmax(0, 1fr); gap: 16px; padding-top: 20px; padding-bottom: 20px; }
section { background: var(--card); border: 1px solid var(--line); border-radius: 10px; padding: 16px 18px; min-width: 0; scroll-margin-top: 8px; }
h2 { font-size: 19px; line-height: 1.3; margin: 0 0 4px; }
.definition, .note, figcaption { color: var(--muted); font-size: 14px; margin: 0 0 10px; }
.lack { margin: 12px 0 4px; padding: 14px; border: 1px dashed var(--line); border-radius: 8px; overflow-wrap: anywhere; }
figure { margin: 12px 0 6px; }
figcaption { margin: 4px 0 0; }
svg { display: block; max-width: 100%; height: auto; }
.full, .column { display: none; }
details { margin-top: 8px; }
summary { cursor: pointer; color: var(--accent); font-size: 14px; padding: 4px 0; }
.scroll { overflow-x: auto; }
table { border-collapse: collapse; width: 100%; font-size: 14px; font-variant-numeric: tabular-nums; }
th, td { padding: 4px 10px; border-bottom: 1px solid var(--line); text-align: left; vertical-align: top; }
thead th { color: var(--muted); font-weight: 600; vertical-align: bottom; }
tbody th { font-weight: 400; overflow-wrap: break-word; min-width: 6.5em; }
th:first-child { padding-left: 0; }
.number { text-align: right; }
.number, .time { white-space: nowrap; }
footer { color: var(--muted); font-size: 14px; padding-bottom: 32px; }
@media (max-width: 619px) { section { padding: 14px; } body > * { padding-left: 14px; padding-right: 14px; } table { font-size: 13px; } th, td { padding: 4px 5px; } }
@media (min-width: 620px) { .column { display: block; } .narrow { display: none; } }
@media (min-width: 1080px) { main { grid-template-columns: repeat(2, minmax(0, 1fr)); } .across { grid-column: 1 / -1; } .across .full { display: block; } .across .column { display: none; } }
@media print {
  body { background: none; font-size: 11pt; }
  body > * { max-width: none; padding-left: 0; padding-right: 0; }
  nav, summary { display: none; }
  main { display: block; }
  section { break-inside: auto; border: 0; border-top: 1px solid var(--line); border-radius: 0; padding: 14px 0; }
  h2, .definition, figure, tr, .headlines > div { break-inside: avoid; }
  h2, .definition { break-after: avoid; }
  figure .column, .across .column { display: block; } figure .narrow, .across .full { display: none; }
  .headlines { grid-template-columns: repeat(4, 1fr); }
  .scroll { overflow: visible; }
  table { font-size: 9pt; }
  th, td { padding: 2px 6px; }
  details::details-content { content-visibility: visible; display: block; height: auto; }
  svg, .headlines > div, .notice { print-color-adjust: exact; -webkit-print-color-adjust: exact; }
}
`;
