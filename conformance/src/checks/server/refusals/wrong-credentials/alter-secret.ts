import type { CheckContext } from "../../../../check.ts";
import { CLIENT_SECRET_VARIABLE, OTHER_CLIENT_SECRET_VARIABLE } from "../../../../environment-variables.ts";
import type { FlowName } from "../../../../flow.ts";
import type { Credentials } from "../../../../target.ts";

/** Reports replace the altered secret wherever it appears, so it must not be a word that appears by chance. */
const SHORTEST = 8;
/** The most characters of an altered secret that reports show. */
const MOST_SHOWN = 4;

/** Changes a credential; undefined if it cannot be changed in this way. */
export type Alteration = (valid: string) => string | undefined;

/**
 * Alters a client secret. Reports show how a shell derives the result from the variable that holds the secret.
 *
 * @returns undefined if the result would be the secret itself, or too short to be hidden
 */
export function alterSecret(
  { hide }: Pick<CheckContext, "hide">,
  flow: FlowName,
  alter: Alteration,
  { clientSecret }: Credentials,
  variable: string = CLIENT_SECRET_VARIABLE,
): string | undefined {
  const altered = alter(clientSecret);
  if (altered === undefined || altered === clientSecret || altered.length < SHORTEST) {
    return undefined;
  }
  if (!isWithin(clientSecret, altered)) {
    hide(altered, deriveInShell(variable, clientSecret, altered, flow));
  }
  return altered;
}

/**
 * Whether the secret has something before and after it. The secret alone is hidden then: with its quotation marks, for
 * example, it is part of every JSON body.
 */
function isWithin(valid: string, altered: string): boolean {
  return altered.indexOf(valid) > 0 && !altered.endsWith(valid);
}

/** Writes the altered value as its first characters that are unchanged, the changed ones, and the unchanged rest. */
function deriveInShell(variable: string, valid: string, altered: string, flow: FlowName): string {
  const before = lengthOfCommonStart(valid, altered);
  const after = lengthOfCommonStart(reverse(valid), reverse(altered.slice(before)));
  const changed = altered.slice(before, altered.length - after);
  return changed.length > MOST_SHOWN
    ? `$${OTHER_CLIENT_SECRET_VARIABLE}`
    : part(variable, "%", valid.length, before) + encode(changed, flow) + part(variable, "#", valid.length, after);
}

/** Parameter expansion of the shell: `%` drops characters from the end, and `#` from the start. */
function part(variable: string, operator: "%" | "#", length: number, kept: number): string {
  const dropped = length - kept;
  return kept === 0 ? "" : `\${${variable}${dropped > 0 ? operator + "?".repeat(dropped) : ""}}`;
}

function encode(text: string, flow: FlowName): string {
  return flow === "json" ? JSON.stringify(text).slice(1, -1) : new URLSearchParams({ "": text }).toString().slice(1);
}

function lengthOfCommonStart(a: string, b: string): number {
  const longest = Math.min(a.length, b.length);
  let length = 0;
  while (length < longest && a[length] === b[length]) {
    length += 1;
  }
  return length;
}

function reverse(text: string): string {
  return Array.from({ length: text.length }, (_, index) => text[text.length - 1 - index]).join("");
}
