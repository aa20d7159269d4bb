import { html } from "hono/html";
import { ACCESS_TOKEN_VARIABLE, CLIENT_SECRET_VARIABLE } from "../../environment-variables.ts";
import type { RunResults } from "../../run/results.ts";
import { codeWithCopy } from "./code-with-copy.ts";
import type { Html } from "./html.ts";

/** How to set the variables of the curl commands; nothing if the page has no command. */
export function replaySetup({ checks, accessTokenCommand }: RunResults): Html | "" {
  const hasCommands = checks.some(({ findings }) => findings.some(({ curl }) => curl !== undefined));
  if (!hasCommands || accessTokenCommand === undefined) {
    return "";
  }
  const commands = `export ${CLIENT_SECRET_VARIABLE}='…'\n${accessTokenCommand}`;
  return html`<details class="setup"><summary>How to send these requests again</summary>
<p>The curl commands on this page work in sh, bash and zsh. They contain variables in place of secrets: set
<code>${CLIENT_SECRET_VARIABLE}</code> to the client secret, then request the access token that
<code>$${ACCESS_TOKEN_VARIABLE}</code> stands for.</p>
${codeWithCopy(commands)}
</details>`;
}
