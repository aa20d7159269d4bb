import {
  ACCESS_TOKEN_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  RESERVED_CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
} from "../variables.ts";
import type { WireRequest } from "./exchange.ts";

const VARIABLES = [
  RESERVED_CLIENT_SECRET_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
  ACCESS_TOKEN_VARIABLE,
].join("|");

/** What the shell would interpret within double quotes, except for the variables that hold secrets. */
const SPECIAL = new RegExp(`["\\\\\`]|\\$(?!\\{?(?:${VARIABLES})\\b)`, "g");

/** Long bodies repeat something: their beginning shows what. */
const MOST_CHARACTERS = 1_000;

/** The curl command that sends a request again. Redact the request first. */
export function curlCommand({ method, url, target, headers, body }: WireRequest): string {
  const fields = Object.entries(headers).flatMap(([name, values]) =>
    [values].flat().map((value) => `-H ${quote(`${name}: ${value}`)}`),
  );
  const requestTarget = target === undefined ? [] : [`--request-target ${quote(target)}`];
  const data = body ? [`--data-raw ${quote(truncate(body))}`] : [];
  return [`curl -i -X ${method} ${quote(url)}`, ...requestTarget, ...fields, ...data].join(" \\\n  ");
}

function truncate(body: string): string {
  return body.length > MOST_CHARACTERS
    ? `${body.slice(0, MOST_CHARACTERS)}… (${body.length} characters in total)`
    : body;
}

function quote(text: string): string {
  return `"${text.replace(SPECIAL, "\\$&")}"`;
}
