import { readContentType } from "../http/content-type.ts";
import type { RequestContext, ServerContext } from "../http/context.ts";
import type { ParsedBody } from "../http/parsed-body.ts";
import { emptyResponse, emulatorError } from "../http/responses.ts";
import type { CallProblem } from "../input/call-problem.ts";
import type { ProductExample } from "../input/product-script.ts";
import { formatPreference, readPreference } from "../product/prefer.ts";
import type { ProductOperation } from "../product/product.ts";
import { type ChosenResponse, chooseResponse } from "../product/responses.ts";
import { makeSample } from "../product/sample.ts";
import type { FoundProduct } from "../state/products.ts";

type FoundRoute = NonNullable<FoundProduct["route"]>;

/** A problem that makes a call invalid, with the status of the response. */
export type RefusedCall = CallProblem & { readonly status: 400 | 415 };

/** Finds the operation for a method. A HEAD is a GET whose response has no body (RFC 9110, section 9.3.2). */
export function findOperation({ route }: FoundRoute, method: string): ProductOperation | undefined {
  return route.operations.get(method) ?? (method === "HEAD" ? route.operations.get("GET") : undefined);
}

/** Refuses a method that the document does not describe. */
export function refuseMethod(c: RequestContext, { route }: FoundRoute): Response {
  const methods = [...route.operations.keys()].join(", ");
  c.var.notes.reason = `The product's document describes only ${methods} ${route.template.text}.`;
  return emptyResponse(405, { allow: methods });
}

/** Returns the first difference between a call and the operation that the document describes. */
export function findProblem(
  c: RequestContext,
  operation: ProductOperation,
  { parameters }: FoundRoute,
  { text, problem: unusable }: ParsedBody,
): RefusedCall | undefined {
  const { headers } = c.req.raw;
  const { mediaType, isUtf8 } = readContentType(headers);
  const query = new URL(c.req.url).searchParams;
  const call = { path: parameters, query, headers, mediaType, body: text };
  const inParameters = operation.checkParameters(call);
  if (inParameters) {
    return { ...inParameters, status: 400 };
  }
  const inBody = operation.checkBody(call);
  if (inBody) {
    const { isMediaType = false, ...problem } = inBody;
    return { ...problem, status: isMediaType ? 415 : 400 };
  }
  if (text !== "" && unusable === undefined && !isUtf8) {
    return { in: "header", at: "Content-Type", message: "The charset must be UTF-8.", status: 415 };
  }
  return undefined;
}

/** Refuses a call that is not the one that the document describes. MicroBilt's response to it is not known. */
export function refuseInvalidCall(c: RequestContext, { status, in: where, at, message }: RefusedCall): Response {
  const place = where === "body" ? where + at : `${where} ${at}`;
  return emulatorError(c, status, `${place}: ${message}`, { in: where, at });
}

/** Responds with an example or a sample of the document: the one that the script or the request chooses, or the first. */
export async function respondAsDocumented(
  c: RequestContext,
  { api }: ServerContext,
  operation: ProductOperation,
  { route }: FoundRoute,
  chosenByScript: ProductExample | undefined,
): Promise<Response> {
  const preferred = readPreference(c.req.header("prefer") ?? null);
  let chosen: ChosenResponse;
  try {
    chosen = chooseResponse(operation.responses, chosenByScript ?? preferred, api.failures);
  } catch (error) {
    if (!(error instanceof RangeError)) {
      throw error;
    }
    return chosenByScript
      ? emulatorError(c, 500, `The script's example cannot be sent: ${error.message}`)
      : emulatorError(c, 400, `Prefer: ${error.message}`, { in: "header", at: "Prefer" });
  }
  const applied = chosenByScript ? undefined : formatPreference(preferred);
  const headers = { ...(applied !== undefined && { "preference-applied": applied }) };
  const { status, mediaType, example, schema } = chosen;
  if (mediaType === undefined || status === 204 || status === 205 || status === 304) {
    return emptyResponse(status, headers);
  }
  const body = example ?? (schema && (await makeSample(route.document, schema)));
  return new Response(textOf(body, mediaType), { status, headers: { "content-type": mediaType, ...headers } });
}

function textOf(body: unknown, mediaType: string): string {
  // An example of JSON can be written as a string of JSON.
  const isText = typeof body === "string" && (!/[/+]json\b/i.test(mediaType) || isJsonText(body));
  return isText ? (body as string) : (JSON.stringify(body) ?? "");
}

function isJsonText(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "object";
  } catch {
    return false;
  }
}
