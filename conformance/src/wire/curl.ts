import { ACCESS_TOKEN_VARIABLE, CLIENT_SECRET_VARIABLE, SECOND_CLIENT_SECRET_VARIABLE } from "../variables.ts";
import type { WireRequest } from "./exchange.ts";

const VARIABLES = `(?:RESERVED_)?${CLIENT_SECRET_VARIABLE}|${SECOND_CLIENT_SECRET_VARIABLE}|${ACCESS_TOKEN_VARIABLE}`;

/** In double quotes the shell still fills in variables, which is wanted for those that stand for secrets only. */
const SPECIAL = new RegExp(`["\\\\\`]|\\$(?!\\{?(?:${VARIABLES})\\b)`, "g");

const ENOUGH_TO_RECOGNISE = 1_000;

/** The command line that sends a request again. The request is to be redacted before. */
export function curlOf({ method, url, headers, body }: WireRequest): string {
  const fields = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => `-H ${quote(`${name}: ${value}`)}`),
  );
  const data = body ? [`--data-raw ${quote(shortened(body))}`] : [];
  return [`curl -i -X ${method} ${quote(url)}`, ...fields, ...data].join(" \\\n  ");
}

/** What is long is long by repeating something; its beginning tells what. */
function shortened(body: string): string {
  return body.length > ENOUGH_TO_RECOGNISE
    ? `${body.slice(0, ENOUGH_TO_RECOGNISE)}… (${body.length} characters in all)`
    : body;
}

function quote(text: string): string {
  return `"${text.replace(SPECIAL, "\\$&")}"`;
}
