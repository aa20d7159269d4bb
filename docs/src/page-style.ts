/** The style of the pages that Redocly does not render. They adapt to a phone and to dark mode. */
export const PAGE_STYLE = `
:root {
  --ink: light-dark(#1c2330, #e6e9ef); --paper: light-dark(#fff, #14181f); --faint: light-dark(#5d6777, #98a2b3);
  --line: light-dark(#dfe3ea, #2c3440); --mark: light-dark(#fff6d6, #3a3314); color-scheme: light dark;
}
body { margin: 0; background: var(--paper); color: var(--ink); font: 16px/1.5 system-ui, sans-serif; }
main { max-width: 54rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
h1 { font-size: 1.6rem; margin: 0; }
h2 { font-size: 1.2rem; margin: 2.5rem 0 .75rem; }
h3 { font-size: 1rem; font-weight: 500; margin: 0; }
h3 span { display: inline-block; min-width: 4.5rem; font-size: .85rem; font-weight: 600; color: var(--faint); }
h3 .MUST { color: var(--ink); }
article { border-top: 1px solid var(--line); padding: .7rem 0; overflow-wrap: anywhere; }
article p { margin: .1rem 0 0; font-size: .85rem; color: var(--faint); }
a { color: inherit; }
nav { display: flex; flex-wrap: wrap; gap: 0 .75rem; }
code { font: .9em/1.45 ui-monospace, monospace; }
q { quotes: none; font-style: italic; }
`;
