import type { Contract, OpenApiDocument, Pointer } from "@microbilt-oauth/spec";
import type { Finding } from "../check.ts";
import { matchesSchema } from "../document/schema-validation.ts";
import { type Exchange, jsonBody } from "../wire/exchange.ts";
import { readIssuedToken } from "../wire/issued-token.ts";

/** What most checks find: nothing, or one thing that is not as it should be. */
export function expecting(expected: string, isMet: boolean, exchange: Exchange, seen?: string): Finding[] {
  return isMet ? [] : [{ expected, seen: seen ?? answerOf(exchange), exchange }];
}

/** The token endpoint grants the request. */
export function granted(_contract: Contract, exchange: Exchange): Finding[] {
  return expecting("200 with an access token", readIssuedToken(exchange) !== undefined, exchange);
}

/** The token endpoint does not grant the request, however it says so. */
export function ungranted(_contract: Contract, exchange: Exchange): Finding[] {
  return expecting("a refusal", readIssuedToken(exchange) === undefined, exchange);
}

export function answeredWith(statuses: readonly number[], exchange: Exchange): Finding[] {
  return expecting(statuses.join(" or "), statuses.includes(exchange.response.status), exchange);
}

/** The client is told that it did wrong, and not that the server failed. */
export function clientError(exchange: Exchange): Finding[] {
  const { status } = exchange.response;
  return expecting("a 4xx", status >= 400 && status < 500, exchange);
}

/** The body of the response is valid against a schema of the document. */
export function bodyMatching(document: OpenApiDocument, schema: Pointer, exchange: Exchange): Finding[] {
  const isValid = matchesSchema(document, schema, jsonBody(exchange.response));
  return expecting(`a body that is valid against ${schema}`, isValid, exchange);
}

/** A header field has what it should have; its value is shown if it has not. */
export function headerField(name: string, wanted: RegExp, expected: string, exchange: Exchange): Finding[] {
  const value = exchange.response.headers[name];
  return expecting(expected, wanted.test(value ?? ""), exchange, value === undefined ? `no ${name}` : value);
}

/** An answer in a few words: its status and its body. */
export function answerOf({ response: { status, body } }: Exchange): string {
  return body ? `${status} with the body ${body}` : `${status} without a body`;
}

/** A value as it stands in JSON. */
export function inJson(value: unknown): string {
  return value === undefined ? "nothing" : JSON.stringify(value);
}
