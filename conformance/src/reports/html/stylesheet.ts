/** The styles of the HTML report: for narrow screens, dark mode and print, too. */
export const STYLESHEET = `
:root {
  --ink: light-dark(#1c2330, #e6e9ef); --paper: light-dark(#fff, #14181f); --faint: light-dark(#5d6777, #98a2b3);
  --line: light-dark(#dfe3ea, #2c3440); --panel: light-dark(#f6f7f9, #1b212a);
  --passed: light-dark(#10713d, #5bd08d); --failed: light-dark(#b3261e, #ff8a80);
  --warning: light-dark(#8a5a00, #f0b94a); --skipped: light-dark(#5d6777, #98a2b3);
  color-scheme: light dark;
}
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.1rem; font-weight: 600; color: var(--faint); margin: 0; }
h2 { font-size: 1.1rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; font-weight: 500; margin: 0; }
.verdict { font-size: 1.6rem; margin: .25rem 0 1.5rem; }
.verdict.passed strong, .passed .outcome { color: var(--passed); }
.verdict.failed strong, .failed .outcome { color: var(--failed); }
.warning .outcome, .noted .outcome, .accepted .outcome { color: var(--warning); }
td.failed { color: var(--failed); font-weight: 600; }
td.warning, td.noted, td.accepted { color: var(--warning); }
.tables { display: flex; flex-wrap: wrap; gap: 1rem 4rem; margin-top: 2rem; align-items: flex-start; }
q { quotes: none; font-style: italic; }
.skipped .outcome { color: var(--skipped); }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1rem; margin: 0; }
dt { color: var(--faint); }
dd { margin: 0; overflow-wrap: anywhere; }
.table { max-width: 100%; overflow-x: auto; }
table { border-collapse: collapse; }
th, td { padding: .3rem 1.2rem .3rem 0; text-align: right; font-variant-numeric: tabular-nums; border-bottom: 1px solid var(--line); }
th:first-child { text-align: left; }
thead th { color: var(--faint); font-weight: 400; }
article { border-top: 1px solid var(--line); padding: .7rem 0; break-inside: avoid; }
.outcome { display: inline-block; min-width: 4.5rem; font-size: .85rem; font-weight: 600; }
.requirement, .reason { margin: .1rem 0 0; font-size: .85rem; color: var(--faint); overflow-wrap: anywhere; }
.level { font-weight: 600; }
a { color: inherit; }
code, pre { font: .9em/1.45 ui-monospace, monospace; }
.finding { background: var(--panel); border-radius: .4rem; padding: .6rem .8rem; margin-top: .5rem; font-size: .9rem; }
details { margin-top: .35rem; font-size: .85rem; }
summary { cursor: pointer; color: var(--faint); }
pre { background: var(--panel); border-radius: .4rem; padding: .6rem .8rem; margin: .35rem 0 0; overflow-x: auto; }
footer { margin-top: 3rem; color: var(--faint); font-size: .85rem; overflow-wrap: anywhere; }
@media (max-width: 40rem) { th, td { padding-right: .6rem; font-size: .8rem; } }
@media print { main { max-width: none; padding: 0; } details > pre { white-space: pre-wrap; } }
`;
