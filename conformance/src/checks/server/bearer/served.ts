import type { CheckContext, Finding } from "../../../check.ts";
import { type Exchange, jsonBody, type WireRequest, type WireResponse } from "../../../wire/exchange.ts";
import { expectThat } from "../../findings.ts";
import { mediaTypeOf } from "../header-fields.ts";
import { type Authorization, buildCall, isAccepted } from "./calls.ts";

/** A call with one defect. */
export interface CallVariant {
  /** The defect, as in "a call with the access token null". */
  readonly description: string;
  /** The Authorization header field. @default none */
  readonly authorization?: Authorization;
  /** Header fields to add. @default none */
  readonly headers?: WireRequest["headers"];
  /** What else differs from a valid call. */
  readonly change?: Partial<Omit<WireRequest, "headers">>;
}

/** Sends a call with a defect. */
export function sendVariant(context: CheckContext, { authorization, headers, change }: CallVariant): Promise<Exchange> {
  const request = buildCall(context, authorization);
  return context.send({ ...request, ...change, headers: { ...request.headers, ...headers } });
}

/**
 * Expects the resource server to reject each of several calls of the resource: any success is an acceptance.
 *
 * @throws {NotApplicable} if the server does not accept a call with a valid access token
 */
export async function rejectEach(context: CheckContext, variants: readonly CallVariant[]): Promise<Finding[]> {
  const valid = await context.validCall();
  return judgeEach(context, variants, (exchange) => !isLetThrough(context, valid, exchange));
}

/**
 * Expects the server not to return the resource for each of several calls. A success that differs from the response to
 * a valid call is something else, such as a page for a path that the server does not know.
 *
 * @throws {NotApplicable} if the server does not accept a call with a valid access token
 */
export async function serveNone(context: CheckContext, variants: readonly CallVariant[]): Promise<Finding[]> {
  const valid = await context.validCall();
  return judgeEach(context, variants, (exchange) => !isServed(valid, exchange));
}

/** Whether the resource server accepted a call: with a success, or as the product itself responds to a valid call. */
export function isLetThrough(context: CheckContext, valid: Exchange, exchange: Exchange): boolean {
  return isAccepted(context, exchange) && (isSuccess(exchange.response) || isServed(valid, exchange));
}

async function judgeEach(
  context: CheckContext,
  variants: readonly CallVariant[],
  isRejection: (exchange: Exchange) => boolean,
): Promise<Finding[]> {
  const findings: Finding[] = [];
  for (const variant of variants) {
    const exchange = await sendVariant(context, variant);
    findings.push(...expectThat(isRejection(exchange), `a rejection of ${variant.description}`, exchange));
  }
  return findings;
}

/** Whether a response is like the response to a valid call. */
export function isServed(valid: Exchange, { response }: Exchange): boolean {
  return (
    response.status === valid.response.status &&
    mediaTypeOf(response) === mediaTypeOf(valid.response) &&
    shapeOf(response) === shapeOf(valid.response)
  );
}

/** Whether the status of a response is a success. */
export function isSuccess({ status }: WireResponse): boolean {
  return status >= 200 && status <= 299;
}

/** What the bodies of two responses of the same operation have in common: the names of the members, if they are JSON. */
function shapeOf(response: WireResponse): string {
  const body = jsonBody(response);
  if (typeof body === "object" && body !== null) {
    return Array.isArray(body) ? "array" : Object.keys(body).sort().join();
  }
  return response.body === "" ? "empty" : "other";
}
