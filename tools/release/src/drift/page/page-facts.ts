import { type CurlExample, curlExamples } from "./curl.ts";
import { type JsonMember, jsonObjects } from "./json-object.ts";
import type { Page } from "./page.ts";
import { type ParameterRow, parameterTables } from "./parameter-tables.ts";

/** A value that the page states, and where. */
export interface Stated {
  /** The value. */
  readonly value: string;
  /** Its position in the page's text. */
  readonly position: number;
}

/** The sample of a successful response. */
export interface SampleResponse {
  /** Where it begins in the page's text. */
  readonly position: number;
  /** Its members. */
  readonly members: readonly JsonMember[];
  /** The status that the page names before it. */
  readonly status: Stated | undefined;
}

/** What the page says about OAuth. */
export interface PageFacts {
  /** The page. */
  readonly page: Page;
  /** The URLs of the token endpoint that the page lists by environment. */
  readonly endpoints: readonly (Stated & { readonly environment: string })[];
  /** The examples of token requests. */
  readonly tokenRequests: readonly CurlExample[];
  /** The examples of requests with an access token. */
  readonly resourceRequests: readonly CurlExample[];
  /** The parameters of a token request. */
  readonly requestRows: readonly ParameterRow[];
  /** The members of a token response. */
  readonly responseRows: readonly ParameterRow[];
  /** The sample of a token response. */
  readonly sample: SampleResponse | undefined;
}

/** Names by which tables and examples are recognised. */
export interface KnownNames {
  /** The environments. */
  readonly environments: readonly string[];
  /** The members of a token request. */
  readonly request: readonly string[];
  /** The members of a token response. */
  readonly response: readonly string[];
}

/** Reads what a page says. A page that is about something else yields nothing. */
export function readFacts(page: Page, names: KnownNames): PageFacts {
  const examples = curlExamples(page);
  const isTokenRequest = ({ url, body }: CurlExample) =>
    names.request.some((name) => `${url.text} ${body?.text ?? ""}`.includes(name));
  const tables = parameterTables(page);
  return {
    page,
    endpoints: names.environments.flatMap((environment) => endpointOf(page, environment)),
    tokenRequests: examples.filter(isTokenRequest),
    resourceRequests: examples.filter((example) => !isTokenRequest(example) && example.headers.has("authorization")),
    requestRows: tables.filter((rows) => overlap(rows, names.request) > overlap(rows, names.response)).flat(),
    responseRows: tables.filter((rows) => overlap(rows, names.response) > overlap(rows, names.request)).flat(),
    sample: sampleResponse(page, names.response),
  };
}

/** The name as a member of the API: a page can write `Grant-Type` for `grant_type`. */
export function memberName(name: string): string {
  return name.toLowerCase().replaceAll("-", "_");
}

function overlap(rows: readonly ParameterRow[], names: readonly string[]): number {
  return rows.filter(({ name }) => names.includes(memberName(name))).length;
}

/** The URL that follows the name of an environment. */
function endpointOf(page: Page, environment: string): (Stated & { environment: string })[] {
  const pattern = new RegExp(`\\b${environment}\\b(?:(?!\\bcurl\\b)[^/]){0,60}?(https?://[^\\s"'<>|\\\\]+)`, "gi");
  const [match] = page.text.matchAll(pattern);
  const [whole, value] = match ?? [];
  if (!match || !whole || !value || !URL.canParse(value)) {
    return [];
  }
  return [{ environment, value: value.replace(/[.,;)]+$/, ""), position: match.index + whole.length - value.length }];
}

function sampleResponse(page: Page, names: readonly string[]): SampleResponse | undefined {
  const count = (members: readonly JsonMember[]) => members.filter(({ name }) => names.includes(name)).length;
  const [best] = jsonObjects(page.text).sort((one, other) => count(other.members) - count(one.members));
  if (!best || count(best.members) < 2) {
    return undefined;
  }
  const before = page.text.slice(Math.max(0, best.position - 120), best.position);
  const status = [...before.matchAll(/\b(?:status(?: code)?:?|HTTP\/[\d.]+)\s*(\d{3})\b/gi)].at(-1);
  return {
    position: best.position,
    members: best.members,
    status: status?.[1] ? { value: status[1], position: best.position - before.length + status.index } : undefined,
  };
}
