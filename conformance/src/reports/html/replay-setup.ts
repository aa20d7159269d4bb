import { html } from "hono/html";
import {
  ACCESS_TOKEN_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  OTHER_CLIENT_SECRET_VARIABLE,
  OTHER_TOKEN_VARIABLE,
} from "../../environment-variables.ts";
import type { RunResults } from "../../run/results.ts";
import { codeWithCopy } from "./code-with-copy.ts";
import type { Html } from "./html.ts";

/** A secret has a name of several words, unlike what a body may contain by chance. */
const VARIABLE = /\$\{?([A-Z]+(?:_[A-Z\d]+)+)/g;

/** How to set the variables of the curl commands; nothing if the page has no command. */
export function replaySetup({ checks, accessTokenCommand }: RunResults): Html | "" {
  const commands = checks.flatMap(({ findings }) => findings.flatMap(({ curl = [] }) => curl));
  if (commands.length === 0 || accessTokenCommand === undefined) {
    return "";
  }
  const variables = variablesIn(commands);
  const secrets = new Set([CLIENT_SECRET_VARIABLE, ...variables.filter((name) => !isKnownToTheSuiteAlone(name))]);
  const setup = [...[...secrets].map((name) => `export ${name}='…'`), accessTokenCommand].join("\n");
  return html`<details class="setup"><summary>How to send these requests again</summary>
<p>The commands on this page work in sh, bash and zsh. They contain variables in place of secrets: set these variables,
then request the access token that <code>$${ACCESS_TOKEN_VARIABLE}</code> stands for. A token is valid for a limited
time: request another one when it has expired.</p>
${codeWithCopy(setup)}
${
  variables.some(isKnownToTheSuiteAlone)
    ? html`<p><code>$${OTHER_CLIENT_SECRET_VARIABLE}</code> and <code>$${OTHER_TOKEN_VARIABLE}</code> stand for values
that only the suite knew, such as the client secret of an application that it registered for one check.</p>`
    : ""
}
</details>`;
}

/** The variables that the commands refer to, without the access token, in the order of their first use. */
function variablesIn(commands: readonly string[]): readonly string[] {
  const names = commands.flatMap((command) => [...command.matchAll(VARIABLE)].map(([, name = ""]) => name));
  return [...new Set(names)].filter((name) => name !== ACCESS_TOKEN_VARIABLE);
}

function isKnownToTheSuiteAlone(name: string): boolean {
  return name === OTHER_CLIENT_SECRET_VARIABLE || name === OTHER_TOKEN_VARIABLE;
}
