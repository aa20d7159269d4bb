/** The style of the table of requirements: a table, or blocks on a narrow screen. */
export const REQUIREMENTS_STYLE = `
main { max-width: 72rem; }
h2 small { font-size: .9rem; font-weight: 400; color: var(--faint); }
nav ul, td ul { list-style: none; margin: 0; padding: 0; }
nav ul { display: flex; flex-wrap: wrap; gap: .25rem 1rem; }
.filter { position: sticky; top: 0; background: var(--paper); padding: .5rem 0; margin: 1rem 0 0; }
.filter input { width: 1.1rem; height: 1.1rem; vertical-align: -.15rem; }
.counts { margin: 0 0 .5rem; color: var(--faint); }
table { border-collapse: collapse; width: 100%; table-layout: fixed; font-size: .9rem; }
th { text-align: start; font-weight: 600; color: var(--faint); }
th:nth-child(1) { width: 14%; } th:nth-child(2) { width: 6.5rem; } th:nth-child(4) { width: 36%; }
th, td { padding: .5rem .75rem .5rem 0; vertical-align: top; overflow-wrap: anywhere; }
tbody tr { border-top: 1px solid var(--line); scroll-margin-top: 3rem; }
tbody tr:target { background: var(--mark); }
h2 { scroll-margin-top: 3rem; }
.keyword { color: var(--faint); }
.keyword.MUST { color: var(--ink); font-weight: 600; }
summary { cursor: pointer; }
body:has(#only-unchecked:checked) :is(tbody tr:not(.unchecked), section:not(:has(.unchecked))) { display: none; }
@media (max-width: 45rem) {
  table, tbody, tbody tr, td { display: block; }
  thead { position: absolute; width: 1px; height: 1px; overflow: hidden; clip-path: inset(50%); }
  tbody tr { padding: .6rem 0; }
  td { padding: .1rem 0; }
  td.place, td.keyword { display: inline-block; margin-inline-end: .75rem; }
}
@media print {
  :root { color-scheme: light; }
  .filter, nav { display: none; }
  main { max-width: none; padding: 0; }
  tr { break-inside: avoid; }
  h2 { break-after: avoid; }
  details::details-content { content-visibility: visible; display: block; block-size: auto; }
}
`;
