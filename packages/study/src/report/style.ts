/** The style sheet of a report: a paper in light and in dark, on a screen, on a phone and in print. */

export const STYLE = `
:root {
  color-scheme: light dark;
  --ground: #fbf8f2; --ink: #1d1b17; --ink-2: #57524a; --ink-3: #6b655b; --line: #e0d9cc; --line-strong: #c4baa8;
  --ours: #3a56c8; --other: #0a6b4c; --published: #b06f00; --quiet: #c4baa8; --warn: #ab341d;
}
@media (prefers-color-scheme: dark) {
  :root {
    --ground: #0e1012; --ink: #ece8df; --ink-2: #a9adaf; --ink-3: #858c93; --line: #23282d; --line-strong: #3a4148;
    --ours: #8ba5ff; --other: #4cbf94; --published: #f0a830; --quiet: #4d5660; --warn: #ec7359;
  }
}
@media print {
  :root {
    color-scheme: light;
    --ground: #fff; --ink: #000; --ink-2: #333; --ink-3: #555; --line: #ddd; --line-strong: #aaa;
    --ours: #3a56c8; --other: #0a6b4c; --published: #b06f00; --quiet: #bbb; --warn: #ab341d;
  }
}
* { box-sizing: border-box; }
html { -webkit-text-size-adjust: 100%; }
body {
  margin: 0; padding: 56px 24px 72px; background: var(--ground); color: var(--ink);
  font: 17px/1.55 'Iowan Old Style', 'Palatino Linotype', Palatino, 'Book Antiqua', 'URW Palladio L', Georgia, serif;
  font-variant-numeric: lining-nums;
}
main { max-width: 1064px; margin: 0 auto; }
h1 { margin: 0; font-size: 40px; line-height: 1.15; font-weight: 500; letter-spacing: -0.012em; text-wrap: balance; }
h2 { margin: 64px 0 4px; padding-top: 14px; border-top: 1px solid var(--line-strong); font-size: 24px; font-weight: 500; }
h3 { margin: 0 0 2px; font-size: 17px; line-height: 1.35; font-weight: 600; }
h3 .number { color: var(--ink-3); font-weight: 400; margin-right: 5px; }
p { margin: 0; max-width: 68ch; text-wrap: pretty; }
.under { margin-top: 8px; color: var(--ink-2); font-style: italic; }
.abstract { margin-top: 22px; }
dl { display: flex; flex-wrap: wrap; gap: 12px 40px; margin: 26px 0 0; padding-top: 14px; border-top: 1px solid var(--line-strong); }
dt, .key, .tick, .title, th, td .means, .verdict { font-family: system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif; }
dt { font-size: 12px; color: var(--ink-3); }
dd { margin: 0; font-size: 19px; font-variant-numeric: lining-nums tabular-nums; }
.pictures { display: grid; grid-template-columns: repeat(2, minmax(0, 1fr)); gap: 44px 40px; margin-top: 26px; }
figure { margin: 0; min-width: 0; break-inside: avoid; }
figure.wide { grid-column: 1 / -1; }
figcaption { margin-top: 6px; max-width: 68ch; font-size: 14.5px; line-height: 1.45; color: var(--ink-2); text-wrap: pretty; }
.key { display: flex; flex-wrap: wrap; gap: 0 16px; margin-bottom: 6px; max-width: none; font-size: 12.5px; line-height: 1.6; color: var(--ink-2); }
.key span { display: inline-flex; align-items: center; gap: 6px; }
.key svg { flex: none; width: 20px; height: 12px; }
figure > svg, .on-wide > svg, .on-narrow > svg { display: block; width: 100%; height: auto; overflow: visible; }
.on-narrow { display: none; }
.tick { font-size: 11px; fill: var(--ink-3); font-variant-numeric: tabular-nums; }
.title { font-size: 11.5px; fill: var(--ink-2); }
.grid { stroke: var(--line); stroke-width: 1; fill: none; }
.axis { stroke: var(--line-strong); stroke-width: 1; fill: none; }
.line { fill: none; stroke-width: 1.6; stroke-linejoin: round; stroke-linecap: round; }
.line.thin { stroke-width: 1.1; }
.line.axis { stroke: var(--line-strong); stroke-width: 1; }
.line.ours { stroke: var(--ours); } .line.other { stroke: var(--other); } .line.published { stroke: var(--published); }
.line.reference { stroke: var(--ink-3); stroke-width: 1.2; stroke-dasharray: 5 4; }
.line.noise { stroke: var(--ink-3); stroke-width: 1; stroke-dasharray: 1.5 3.5; }
.dot.ours { fill: var(--ours); } .dot.other { fill: var(--other); } .dot.published { fill: var(--published); }
.dot.faint { fill-opacity: 0.55; }
.dot.hollow { fill: none; stroke: var(--published); stroke-width: 1.6; }
.bar.ours { fill: var(--ours); fill-opacity: 0.78; } .bar.quiet { fill: var(--quiet); }
.band.ours { fill: var(--ours); fill-opacity: 0.22; } .band.published { fill: var(--published); fill-opacity: 0.2; }
table { width: 100%; table-layout: fixed; margin-top: 20px; border-collapse: collapse; font-size: 15px; line-height: 1.4; }
th { padding: 0 16px 7px 0; border-bottom: 1px solid var(--line-strong); text-align: left; font-size: 12px; font-weight: 500; color: var(--ink-3); }
td { padding: 8px 16px 8px 0; border-bottom: 1px solid var(--line); vertical-align: top; }
td:nth-child(2), td:nth-child(3) { white-space: nowrap; font-variant-numeric: lining-nums tabular-nums; }
th:nth-child(1) { width: 32%; } th:nth-child(2) { width: 13%; } th:nth-child(3) { width: 13%; }
td:first-child::first-letter { text-transform: uppercase; }
th:last-child, td:last-child { padding-right: 0; }
.verdict { margin-left: 7px; font-size: 12px; color: var(--warn); }
.source { display: block; font-size: 13.5px; color: var(--ink-2); }
.reading { color: var(--ink-3); font-style: italic; }
.notes { margin-top: 18px; font-size: 14.5px; color: var(--ink-2); }
@media (max-width: 760px) {
  body { padding: 32px 16px 48px; font-size: 16px; }
  h1 { font-size: 31px; }
  .pictures { grid-template-columns: minmax(0, 1fr); gap: 36px; }
  .on-wide { display: none; } .on-narrow { display: block; }
  dl { display: grid; grid-template-columns: 1fr 1fr; gap: 10px 28px; }
  thead { position: absolute; clip-path: inset(50%); width: 1px; height: 1px; overflow: hidden; white-space: nowrap; }
  table, tbody, tr, td { display: block; width: auto; }
  tr { padding: 11px 0; border-bottom: 1px solid var(--line); }
  td { padding: 1px 0; border: 0; }
  td:first-child { font-weight: 600; }
  td[data-of]::before { content: attr(data-of) ' '; font: 12px system-ui, sans-serif; color: var(--ink-3); }
  td:nth-child(2), td:nth-child(3) { display: inline-block; margin-right: 18px; }
}
@media print {
  body { padding: 0; font-size: 10.5pt; }
  h1 { font-size: 24pt; } h2 { font-size: 15pt; margin-top: 28pt; break-after: avoid; }
  .pictures { gap: 20pt 22pt; grid-template-columns: repeat(2, minmax(0, 1fr)); }
  .on-wide { display: block; } .on-narrow { display: none; }
  figcaption, .notes, table { font-size: 9pt; } .source { font-size: 8pt; }
  tr { break-inside: avoid; }
}
`
