/** The report stands alone, without the app's tokens; its chart brings its own colours. */
export const REPORT_STYLE = `
:root { color-scheme: light dark; --ink: light-dark(#1d2429, #e9eef0); --soft: light-dark(#4a555c, #b4bec3);
  --line: light-dark(#d9dee1, #39444a); --paper: light-dark(#fff, #14191c); --good: light-dark(#00603f, #2fc49a);
  --bad: light-dark(#a63d00, #f0793a); --note: light-dark(#fdf3dc, #3a2f14); }
* { box-sizing: border-box; }
body { margin: 0; background: var(--paper); color: var(--ink); font: 15px/1.5 system-ui, sans-serif;
  font-variant-numeric: tabular-nums; }
main { max-width: 72rem; margin: 0 auto; padding: 2rem 1rem 4rem; }
.kind { margin: 0; color: var(--soft); }
h1 { margin: .3rem 0 1rem; font-size: 1.6rem; line-height: 1.25; max-width: 40ch; text-wrap: balance; }
h2 { margin: 2.2rem 0 .6rem; font-size: 1.1rem; }
ul { padding: 0; margin: 0 0 1rem; list-style: none; max-width: 75ch; }
.verdict li { color: var(--soft); margin-bottom: .25rem; }
.warnings { background: var(--note); padding: .6rem .9rem; border-radius: 6px; }
figure { margin: 1.5rem 0; overflow-x: auto; }
figure svg { height: auto; min-width: 34rem; max-width: 100%; }
figcaption { color: var(--soft); max-width: 75ch; }
.table { overflow-x: auto; }
table { border-collapse: collapse; white-space: nowrap; }
th, td { padding: .3rem .6rem; text-align: right; border-bottom: 1px solid var(--line); font-weight: 400; }
thead th { color: var(--soft); border-bottom-width: 2px; }
th:first-child { text-align: left; padding-left: 0; }
.better { color: var(--good); font-weight: 600; } .worse { color: var(--bad); font-weight: 600; }
dl { display: grid; grid-template-columns: max-content 1fr; gap: .25rem 1.2rem; }
dt { color: var(--soft); } dd { margin: 0; }
pre { overflow-x: auto; border: 1px solid var(--line); border-radius: 6px; padding: .8rem; font-size: 13px; }
`;
