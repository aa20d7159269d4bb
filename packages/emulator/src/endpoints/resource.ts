import type { RefusalName } from "../contract/refusals.ts";
import { readBearer } from "../http/bearer.ts";
import { readContentType } from "../http/content-type.ts";
import type { Parts, RequestContext } from "../http/context.ts";
import { loggedBody } from "../http/logged-body.ts";
import { readBody } from "../http/request-body.ts";
import { answerAs, emptyAnswer, jsonAnswer, refuse, reject, rejectBody } from "../http/responses.ts";
import { matchesPath } from "../input/path-pattern.ts";
import { assertProductAnswer, type ProductCall, type ProductScript } from "../input/product-script.ts";
import { isStatus } from "../input/scripted-response.ts";
import { formatValue } from "../input/validation/format-value.ts";
import { isTooDeep, TOO_DEEP } from "../input/validation/json-depth.ts";
import type { App } from "../state/apps.ts";

/** Lets a call through to the product, or refuses it as the document shows. */
export async function answerProductCall(c: RequestContext, parts: Parts): Promise<Response> {
  const { settings, products } = parts;
  const script = products.find(c.req.path);
  const { methods, mediaType } = parts.blueprint.contract.resource;
  // HEAD is a GET whose answer is not shown (RFC 9110, section 9.3.2).
  if (!script && ![...methods, "HEAD"].includes(c.req.method)) {
    c.var.notes.reason = `Without a script, a product takes ${methods.join(" or ")} only.`;
    return emptyAnswer(405, { allow: methods.join(", ") });
  }

  const body = await readBody(c, settings.bodyLimit);
  if (body.kind !== "text") {
    return rejectBody(c, body);
  }
  const parsed = parse(body.text);
  c.var.notes.body = loggedBody(c, body.text, parsed.problem === undefined ? parsed.value : undefined);
  const allowed = allow(c, parts);
  if (allowed instanceof Response) {
    return allowed;
  }
  if (parsed.problem === TOO_DEEP) {
    return reject(c, 400, TOO_DEEP);
  }
  const call: ProductCall = {
    method: c.req.method,
    path: c.req.path,
    query: new URL(c.req.url).searchParams,
    headers: c.req.raw.headers,
    body: parsed.value,
    clientId: allowed.clientId,
    refuse: (name) => refuseAs(c, parts, name, "The product's script refuses the call."),
  };
  if (script) {
    return play(c, script, call, mediaType);
  }

  if (body.text !== "") {
    const type = readContentType(c.req.raw.headers);
    if (type.mediaType !== mediaType || !type.isUtf8) {
      return reject(c, 415, `The Content-Type has to be ${mediaType}, in UTF-8.`);
    }
    const problem = parsed.problem ?? parts.blueprint.validate.resource(parsed.value)?.message;
    if (problem !== undefined) {
      return reject(c, 400, problem);
    }
  }
  return jsonAnswer(200, mediaType, echoOf(call));
}

/** The application whose call it is, if its token is good for the product and its quota is not used up. */
function allow(c: RequestContext, parts: Parts): App | Response {
  const { blueprint, tokens, quotas, clock } = parts;
  const accessToken = readBearer(c.req.raw.headers.get("authorization"), blueprint.contract.bearer.scheme);
  if (accessToken === undefined) {
    return refuseAs(c, parts, "MissingAccessToken", "There is no Authorization header with a bearer.");
  }
  const known = tokens.inspect(accessToken);
  if (!known || known.state === "revoked") {
    const reason = known ? "The access token was revoked." : "The access token is none of those that are kept.";
    return refuseAs(c, parts, "UnknownAccessToken", reason);
  }
  const { app, state } = known;
  c.var.notes.clientId = app.clientId;
  if (state === "expired") {
    return refuseAs(c, parts, "ExpiredAccessToken", "The access token has expired.");
  }
  const { products } = app;
  if (products && !products.some((product) => matchesPath(product, c.req.path))) {
    return refuseAs(c, parts, "ProductNotAllowed", `The application may call ${products.join(", ") || "nothing"}.`);
  }
  const wait = quotas.count(app, clock.now());
  if (wait !== undefined) {
    return refuseAs(c, parts, "QuotaExceeded", "The application's quota is used up.", { "retry-after": String(wait) });
  }
  return app;
}

/** A refused bearer is challenged (RFC 6750, section 3); without one, no error code is told (section 3.1). */
function refuseAs(
  c: RequestContext,
  { blueprint, settings }: Parts,
  name: RefusalName,
  reason: string,
  headers: Record<string, string> = {},
): Response {
  const refusal = blueprint.refusals.get(name);
  const { scheme } = blueprint.contract.bearer;
  // Servers of this family often leave it out.
  const isChallenged = refusal.status === 401 && !settings.isObserved;
  const challenge = name === "MissingAccessToken" ? scheme : `${scheme} error="invalid_token"`;
  return refuse(c, refusal, reason, isChallenged ? { "www-authenticate": challenge, ...headers } : headers);
}

async function play(c: RequestContext, script: ProductScript, call: ProductCall, mediaType: string): Promise<Response> {
  try {
    const answer: unknown = typeof script === "function" ? await script(call) : script;
    if (answer instanceof Response && isStatus(answer.status)) {
      // The script may give the same one again.
      return answer.clone();
    }
    assertProductAnswer(answer);
    return answerAs(answer, mediaType);
  } catch (error) {
    const problem = error instanceof Error ? error.message : `it threw ${formatValue(error)}.`;
    return reject(c, 500, `The product's script failed: ${problem}`);
  }
}

/** What the call was, for whoever wants to see that it arrived. */
function echoOf({ method, path, query, body }: ProductCall): object {
  return { method, path, query: Object.fromEntries(query), body: body ?? null };
}

function parse(text: string): { readonly value: unknown; readonly problem?: string } {
  if (text === "") {
    return { value: undefined };
  }
  try {
    const value: unknown = JSON.parse(text);
    return isTooDeep(value) ? { value, problem: TOO_DEEP } : { value };
  } catch {
    return { value: text, problem: "The body is no JSON." };
  }
}
