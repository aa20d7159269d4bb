import type { WireRequest } from "./exchange.ts";
import { ACCESS_TOKEN_VARIABLE, CLIENT_SECRET_VARIABLE } from "./redact.ts";

/** In double quotes the shell still fills in variables, which is wanted for those that stand for secrets only. */
const SPECIAL = new RegExp(`["\\\\\`]|\\$(?!(?:${CLIENT_SECRET_VARIABLE}|${ACCESS_TOKEN_VARIABLE})\\b)`, "g");

/** The command line that sends a request again. The request is to be redacted before. */
export function curlOf({ method, url, headers, body }: WireRequest): string {
  const fields = Object.entries(headers).map(([name, value]) => `-H ${quote(`${name}: ${value}`)}`);
  const data = body ? [`--data-raw ${quote(body)}`] : [];
  return [`curl -i -X ${method} ${quote(url)}`, ...fields, ...data].join(" \\\n  ");
}

function quote(text: string): string {
  return `"${text.replace(SPECIAL, "\\$&")}"`;
}
