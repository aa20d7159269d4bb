/** The styles of the HTML report: for narrow screens, dark mode and print, too. */
export const STYLESHEET = `
:root {
  color-scheme: light dark;
  --ink: light-dark(#1a1f36, #e8ebf2); --soft: light-dark(#4f566b, #a5afc2); --faint: light-dark(#5d6676, #98a2b5);
  --paper: light-dark(#fff, #10141c); --ground: light-dark(#f7f8fa, #0b0e14); --panel: light-dark(#f4f6f9, #171c26);
  --line: light-dark(#e3e8ee, #262d3a); --accent: light-dark(#4f46e5, #9aa2ff);
  --passed: light-dark(#05690d, #5ed08a); --passed-bg: light-dark(#d9f5d6, #123021);
  --failed: light-dark(#b3093c, #ff8fa3); --failed-bg: light-dark(#ffe4ea, #3c1420);
  --warning: light-dark(#8a4100, #f3b659); --warning-bg: light-dark(#fdecc8, #38260a);
  --quiet: light-dark(#545b6b, #a5afc2); --quiet-bg: light-dark(#ebeef3, #222936);
  --mono: ui-monospace, "SF Mono", Menlo, Consolas, "DejaVu Sans Mono", monospace;
}
* { box-sizing: border-box; }
[hidden] { display: none !important; }
html { scroll-padding-top: 6rem; }
body { margin: 0; background: var(--ground); color: var(--ink); font: 15px/1.5 system-ui, -apple-system, "Segoe UI", Roboto, "Helvetica Neue", Arial, sans-serif; }
header, main, footer { max-width: 62rem; margin: 0 auto; padding: 0 1.5rem; }
header { padding-top: 2.5rem; }
a { color: var(--accent); text-underline-offset: .2em; }
a:has(code) { text-underline-offset: .35em; }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; border-radius: .25rem; }
.skip-link { position: absolute; left: -100vw; }
.skip-link:focus { left: 1rem; top: 1rem; background: var(--paper); padding: .5rem .75rem; z-index: 2; }
code, pre { font-family: var(--mono); font-size: .86em; }
code { overflow-wrap: anywhere; }
.product { margin: 0; font-weight: 600; color: var(--faint); font-size: .87rem; letter-spacing: .01em; }
h1 { display: flex; gap: .75rem; align-items: flex-start; font-size: 1.65rem; line-height: 1.25; font-weight: 500; margin: .5rem 0 1.5rem; letter-spacing: -.01em; text-wrap: balance; }
h1 strong { font-weight: 650; }
.icon { flex: none; display: grid; place-items: center; width: 2rem; height: 2rem; border-radius: 50%; font-size: 1.05rem; font-weight: 700; }
h1.passed .icon { background: var(--passed-bg); color: var(--passed); }
h1.failed .icon { background: var(--failed-bg); color: var(--failed); }
h1.passed strong { color: var(--passed); }
h1.failed strong { color: var(--failed); }
.tiles { display: grid; grid-template-columns: repeat(auto-fit, minmax(8rem, 1fr)); gap: .75rem; list-style: none; margin: 0 0 1.5rem; padding: 0; }
.tiles a, .tiles span { display: block; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .7rem .9rem; color: var(--soft); text-decoration: none; font-size: .87rem; }
.tiles a:hover { border-color: var(--accent); }
.tiles b { display: block; font-size: 1.5rem; line-height: 1.2; font-weight: 600; font-variant-numeric: tabular-nums; color: var(--ink); }
.tiles .failed:not(.none) b { color: var(--failed); }
.tiles .passed:not(.none) b { color: var(--passed); }
.tiles :is(.warning, .noted, .accepted) b { color: var(--warning); }
.notice { background: var(--warning-bg); border-radius: .6rem; padding: .8rem 1rem; margin-bottom: 1.5rem; }
.notice p, .notice ul { margin: 0; }
.notice ul { padding-left: 1.2rem; margin-top: .3rem; }
.notice a { color: inherit; }
.about { display: flex; flex-wrap: wrap; gap: 1rem 2.5rem; font-size: .87rem; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .9rem 1.1rem; }
.facts { flex: 1 1 18rem; display: grid; grid-template-columns: max-content 1fr; gap: .15rem 1.25rem; margin: 0; align-content: start; }
.facts dt { color: var(--faint); }
.facts dd { margin: 0; overflow-wrap: anywhere; }
.table { max-width: 100%; overflow-x: auto; }
table { border-collapse: collapse; font-variant-numeric: tabular-nums; }
caption { text-align: left; color: var(--faint); padding-bottom: .2rem; }
th, td { padding: .2rem .65rem; text-align: right; border-bottom: 1px solid var(--line); }
tbody tr:last-child > * { border-bottom: 0; }
th:first-child { text-align: left; padding-left: 0; }
th:last-child, td:last-child { padding-right: 0; }
thead th { color: var(--faint); font-weight: 400; }
td.none { color: var(--faint); }
td.failed { color: var(--failed); font-weight: 600; }
td:is(.warning, .noted, .accepted) { color: var(--warning); font-weight: 600; }
main { padding-top: 1.5rem; padding-bottom: 1rem; }
.setup { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .8rem 1.1rem; margin-bottom: 1rem; }
.setup p { margin: .6rem 0; color: var(--soft); }
.toolbar { position: sticky; top: 0; z-index: 1; display: flex; flex-wrap: wrap; gap: .5rem 1.1rem; align-items: center; background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .6rem .75rem; box-shadow: 0 4px 12px rgb(0 0 0 / .06); }
.toolbar input[type=search] { flex: 1 1 14rem; min-width: 0; font: inherit; color: inherit; background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .35rem .6rem; }
.toolbar ::placeholder { color: var(--faint); opacity: 1; }
fieldset { border: 0; margin: 0; padding: 0; display: flex; flex-wrap: wrap; gap: .3rem; align-items: center; }
legend { float: left; color: var(--faint); font-size: .8rem; margin-right: .4rem; padding: 0; }
.chip { cursor: pointer; }
.chip input { position: absolute; opacity: 0; pointer-events: none; }
.chip span { display: inline-block; border: 1px solid var(--line); border-radius: 1rem; padding: .1rem .6rem; font-size: .8rem; color: var(--faint); text-decoration: line-through; }
.chip input:checked + span { background: var(--quiet-bg); border-color: transparent; color: var(--ink); text-decoration: none; }
.chip input:focus-visible + span { outline: 2px solid var(--accent); outline-offset: 2px; }
.actions { display: flex; gap: .4rem; align-items: center; margin-left: auto; }
output { color: var(--faint); font-size: .8rem; margin-right: .4rem; font-variant-numeric: tabular-nums; }
button { font: inherit; font-size: .8rem; color: var(--ink); background: var(--paper); border: 1px solid var(--line); border-radius: .4rem; padding: .2rem .6rem; cursor: pointer; }
button:hover { border-color: var(--accent); }
.nothing { color: var(--soft); text-align: center; padding: 2rem 0; }
h2 { font-size: 1.2rem; font-weight: 600; margin: 2.25rem 0 .75rem; }
.count { color: var(--faint); font-weight: 400; margin-left: .15rem; }
h3 { font-size: .87rem; font-weight: 500; color: var(--soft); margin: 1.25rem 0 .6rem; }
h4, .row h3 { font-size: 1rem; font-weight: 550; margin: 0; line-height: 1.4; color: inherit; }
.pill { display: inline-block; border-radius: .3rem; padding: 0 .4rem; font-size: .72rem; line-height: 1.35rem; font-weight: 600; background: var(--quiet-bg); color: var(--quiet); vertical-align: .08em; }
.pill.MUST { background: light-dark(#1a1f36, #e8ebf2); color: light-dark(#fff, #10141c); }
.pill.failed { background: var(--failed-bg); color: var(--failed); }
.pill:is(.warning, .noted, .accepted) { background: var(--warning-bg); color: var(--warning); }
.card { background: var(--paper); border: 1px solid var(--line); border-left: 3px solid var(--line); border-radius: .6rem; padding: .9rem 1.1rem 1rem; margin: .6rem 0; }
.card.failed { border-left-color: var(--failed); }
.card:is(.warning, .noted, .accepted) { border-left-color: var(--warning); }
.card:target, .row:target { box-shadow: 0 0 0 2px var(--accent); }
.meta { margin: .3rem 0 0; font-size: .82rem; color: var(--faint); overflow-wrap: anywhere; }
.id { color: var(--faint); text-decoration: none; margin-left: .2rem; }
.row .id { margin-left: 0; margin-right: .5rem; }
.id:hover { text-decoration: underline; }
.source, .reason { margin: .45rem 0 0; font-size: .87rem; color: var(--soft); overflow-wrap: anywhere; }
.source code { color: var(--faint); }
.source a, .meta a:not(.id) { color: inherit; }
q { quotes: none; font-style: italic; }
.finding { margin-top: .75rem; }
.finding dl { display: grid; grid-template-columns: 1fr 1fr; margin: 0; border: 1px solid var(--line); border-radius: .4rem; overflow: hidden; }
.finding dl > div { padding: .5rem .75rem .6rem; background: var(--panel); min-width: 0; }
.finding dl > .seen { border-left: 1px solid var(--line); }
.finding dt { font-size: .75rem; color: var(--faint); }
.finding dd { margin: .1rem 0 0; overflow-wrap: anywhere; font-family: var(--mono); font-size: .82rem; }
.failed .seen dd { color: var(--failed); }
.finding details { margin-top: .45rem; }
summary { cursor: pointer; font-size: .87rem; color: var(--soft); overflow-wrap: anywhere; }
summary:hover { color: var(--ink); }
.copyable { position: relative; margin-top: .4rem; }
pre { background: var(--panel); border: 1px solid var(--line); border-radius: .4rem; padding: .7rem .9rem; margin: 0; max-height: 24rem; overflow: auto; line-height: 1.5; white-space: pre-wrap; }
.copy { position: absolute; top: .45rem; right: .45rem; }
.seen-group { background: var(--paper); border: 1px solid var(--line); border-radius: .6rem; padding: .75rem 1rem; margin: .6rem 0; }
.seen-group > summary { font-size: 1rem; color: var(--ink); }
.seen-group.failed > summary code { color: var(--failed); }
.seen-group .card { box-shadow: none; background: transparent; }
.quiet { background: var(--paper); border: 1px solid var(--line); padding: .6rem 1rem; margin-top: -1px; }
.quiet:first-of-type { border-radius: .6rem .6rem 0 0; }
.quiet:last-of-type { border-radius: 0 0 .6rem .6rem; }
.quiet:only-of-type { border-radius: .6rem; }
.quiet > summary b { color: var(--ink); font-weight: 550; margin-right: .3rem; }
.row { display: grid; grid-template-columns: 4.6rem 1fr; gap: .25rem; padding: .55rem 0; border-top: 1px solid var(--line); }
.quiet > summary + .row { margin-top: .6rem; }
.row h3 { font-size: .93rem; font-weight: 450; }
.row .meta { margin-top: .1rem; }
.row .pill { justify-self: start; align-self: start; margin-top: .1rem; }
footer { color: var(--faint); font-size: .8rem; padding-top: 1rem; padding-bottom: 3rem; overflow-wrap: anywhere; }
footer p { margin: .2rem 0; }
@media (max-width: 44rem) {
  header, main, footer { padding-left: 1rem; padding-right: 1rem; }
  header { padding-top: 1.5rem; }
  h1 { font-size: 1.3rem; }
  .icon { width: 1.7rem; height: 1.7rem; font-size: .9rem; }
  .tiles { grid-template-columns: repeat(3, 1fr); gap: .5rem; }
  .tiles a, .tiles span { padding: .5rem .65rem; }
  .finding dl { grid-template-columns: 1fr; }
  .finding dl > .seen { border-left: 0; border-top: 1px solid var(--line); }
  .toolbar { position: static; }
  .actions { margin-left: 0; flex-wrap: wrap; }
  .facts { column-gap: .75rem; }
  th, td { padding: .3rem .5rem; font-size: .85rem; }
  .row { grid-template-columns: 1fr; }
}
@media print {
  body { background: #fff; }
  .toolbar, .setup, .copy, .skip-link { display: none; }
  header, main, footer { max-width: none; padding-left: 0; padding-right: 0; }
  .row, .card pre, .card dl { break-inside: avoid; }
  h2, h3, summary { break-after: avoid; }
  pre { max-height: none; }
  details::details-content { content-visibility: visible; block-size: auto; }
}
`;
