/** What checks expect of a response. Each function returns a finding if the expectation is not met. */
import type { OpenApiDocument, Pointer } from "@microbilt-oauth/spec";
import type { Finding } from "../check.ts";
import { matchesSchema } from "../document/schema-validation.ts";
import { type Exchange, jsonBody, type WireResponse } from "../wire/exchange.ts";
import { containsToken, readIssuedToken } from "../wire/issued-token.ts";

/**
 * Expects a condition.
 *
 * @param expected describes the condition
 * @param seen describes what happened instead; by default, the response
 */
export function expectThat(isMet: boolean, expected: string, exchange: Exchange, seen?: string): Finding[] {
  return isMet ? [] : [{ expected, seen: seen ?? describeResponse(exchange), exchange }];
}

/** Expects the token endpoint to issue an access token. */
export function expectToken(exchange: Exchange): Finding[] {
  return expectThat(readIssuedToken(exchange) !== undefined, "an access token", exchange);
}

/** Expects the token endpoint to issue an access token with the status 200. */
export function expectTokenWith200(exchange: Exchange): Finding[] {
  const findings = expectStatus([200], exchange);
  return findings.length > 0 ? findings : expectToken(exchange);
}

/** Expects the token endpoint to issue no access token, whatever the status of its response. */
export function expectNoToken(exchange: Exchange): Finding[] {
  return expectThat(!containsToken(exchange), "no access token", exchange);
}

/** Expects one of several statuses. */
export function expectStatus(statuses: readonly number[], exchange: Exchange): Finding[] {
  return expectThat(statuses.includes(exchange.response.status), `status ${statuses.join(" or ")}`, exchange);
}

/** Expects a 4xx: the status says that the request is at fault, not the server. */
export function expectClientError(exchange: Exchange): Finding[] {
  const { status } = exchange.response;
  return expectThat(status >= 400 && status < 500, "a 4xx status", exchange);
}

/** Expects the body to be valid against a schema of the document. */
export function expectBody(document: OpenApiDocument, schema: Pointer, exchange: Exchange): Finding[] {
  const isValid = matchesSchema(document, schema, jsonBody(exchange.response));
  return expectThat(isValid, `a body that is valid against ${schema}`, exchange);
}

/** Expects a header field to match a pattern. The finding shows the field instead of the response. */
export function expectHeader(name: string, pattern: RegExp, expected: string, exchange: Exchange): Finding[] {
  const value = exchange.response.headers[name];
  return expectThat(pattern.test(value ?? ""), expected, exchange, value === undefined ? `no ${name}` : value);
}

/** Whether the body or a header field of a response contains a string. */
export function contains({ body, headers }: WireResponse, part: string): boolean {
  return [body, ...Object.values(headers)].some((text) => text.includes(part));
}

/** Describes a response by its status and its body. */
export function describeResponse({ response: { status, body } }: Exchange): string {
  return body ? `${status} with the body ${body}` : `${status} without a body`;
}

/** Formats a value as JSON, for a finding. */
export function formatValue(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
