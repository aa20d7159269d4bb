import type { CheckContext, Finding } from "../../../check.ts";
import { NotApplicable } from "../../../errors.ts";
import { type Exchange, jsonBody, NoResponse, type WireRequest, type WireResponse } from "../../../wire/exchange.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { expectThat } from "../../findings.ts";
import { mediaTypeOf } from "../header-fields.ts";
import { type Authorization, bearer, buildCall, call } from "./calls.ts";

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

/** The response to a valid call, by the access token of the call: the checks of a run share both. */
const validCalls = new WeakMap<IssuedToken, Promise<Exchange>>();

/**
 * Calls the resource with a valid access token, once for all checks of a run: a rejection proves something only where
 * the same call with a valid access token succeeds.
 *
 * @throws {NotApplicable} if it does not succeed
 */
export async function validCall(context: CheckContext): Promise<Exchange> {
  const token = await context.sharedToken("json");
  const known = validCalls.get(token) ?? call(context, bearer(context, token.accessToken));
  validCalls.set(token, known);
  try {
    const exchange = await known;
    if (!isSuccess(exchange.response)) {
      throw new NotApplicable(
        `the resource responds with ${exchange.response.status} to a call with a valid access token`,
      );
    }
    return exchange;
  } catch (error) {
    if (error instanceof NoResponse) {
      throw new NotApplicable("the resource does not respond to a call with a valid access token");
    }
    throw error;
  }
}

/** Sends a call with a defect. */
export function sendVariant(context: CheckContext, { authorization, headers, change }: CallVariant): Promise<Exchange> {
  const request = buildCall(context, authorization);
  return context.send({ ...request, ...change, headers: { ...request.headers, ...headers } });
}

/** Expects the resource server to reject each of several calls to the resource. Any success is an acceptance. */
export async function rejectEach(context: CheckContext, variants: readonly CallVariant[]): Promise<Finding[]> {
  await validCall(context);
  return judgeEach(context, variants, ({ response }) => !isSuccess(response));
}

/**
 * Expects the server not to return the resource for each of several calls. A success that differs from the response to
 * a valid call is something else, such as a page for a path that the server does not know.
 */
export async function serveNone(context: CheckContext, variants: readonly CallVariant[]): Promise<Finding[]> {
  const valid = await validCall(context);
  return judgeEach(context, variants, (exchange) => !isServed(valid, exchange));
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

/** Whether a response is a success like the response to a valid call. */
export function isServed(valid: Exchange, { response }: Exchange): boolean {
  return (
    isSuccess(response) &&
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
