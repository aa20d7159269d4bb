import { html } from "hono/html";
import { LEVELS } from "../../requirement.ts";
import { OUTCOMES, type RunResults } from "../../run/results.ts";
import { count } from "../../run/verdict.ts";
import type { Html } from "./html.ts";

/** The filters and the search. The script shows them: without it, they would do nothing. */
export function toolbar({ checks, counts }: RunResults): Html {
  const total = count(checks);
  const outcomes = OUTCOMES.filter((outcome) => total[outcome] > 0);
  const levels = LEVELS.filter((level) => OUTCOMES.some((outcome) => counts[level][outcome] > 0));
  return html`<form class="toolbar" role="search" aria-label="Filter the results" hidden>
<input type="search" name="text" placeholder="Search" aria-label="Search titles, ids and responses" autocomplete="off" spellcheck="false">
<fieldset><legend>Level</legend>${levels.map((level) => chip("level", level))}</fieldset>
<fieldset><legend>Outcome</legend>${outcomes.map((outcome) => chip("outcome", outcome))}</fieldset>
<div class="actions"><output></output><button type="button" name="expand">Expand all</button><button type="button" name="collapse">Collapse all</button></div>
</form>
<p class="nothing" hidden>No result matches the filters.</p>`;
}

function chip(name: string, value: string): Html {
  return html`<label class="chip"><input type="checkbox" name="${name}" value="${value}" checked> <span>${value}</span></label>`;
}
