import type { TokenRequestParameter } from "../contract/token-request-parameters.ts";
import { readContentType } from "../http/content-type.ts";
import type { RequestContext, ServerContext } from "../http/context.ts";
import { loggedBody } from "../http/logged-body.ts";
import { readBody } from "../http/request-body.ts";
import { jsonResponse, refuse, refuseBody, refuseWithoutBody } from "../http/responses.ts";
import { type BasicAuthentication, isBasic, readBasic } from "../input/basic-credentials.ts";
import type { Settings } from "../options.ts";
import { readTokenRequest } from "./token-request.ts";

const GRANT_TYPE: TokenRequestParameter = "grant_type";

/** Values of the parameters of a token request, by name. */
type Parameters = Readonly<Partial<Record<TokenRequestParameter, string>>>;

/** Grants a token request, or refuses it as the document shows. */
export async function handleTokenRequest(c: RequestContext, server: ServerContext): Promise<Response> {
  const { api, settings, apps, tokens } = server;
  const { contract, refusals, tokenResponse } = api;
  const { flows } = contract;

  const body = await readBody(c, settings.bodyLimit);
  if (body.kind === "too-large") {
    return refuseBody(c, body);
  }
  const { mediaType, isUtf8 } = readContentType(c.req.raw.headers);
  const flow = (["json", "form"] as const).find((name) => flows[name].mediaType === mediaType);
  if (!flow || !isUtf8) {
    const accepted = Object.values(flows).map((flow) => flow.mediaType);
    return refuseWithoutBody(c, 415, `The Content-Type must be ${accepted.join(" or ")}, in UTF-8.`);
  }
  if (body.kind !== "text") {
    return refuse(c, refusals.get("MissingClientId"), body.reason);
  }

  const authorization = c.req.raw.headers.get("authorization") ?? "";
  const basic = isBasic(authorization) ? readBasic(authorization) : undefined;
  const basicProblem = basic && refuseBasic(basic, flow, settings);
  if (basicProblem !== undefined) {
    return refuse(c, refusals.get("MissingClientId"), basicProblem);
  }

  const grantTypes = c.req.queries(GRANT_TYPE) ?? [];
  const credentials = basic?.credentials;
  const result = readTokenRequest(api, { flow, grantTypes, body: body.text, credentials }, settings.isObserved);
  if ("problem" in result) {
    const { parameter, isUnsupported, reason } = result.problem;
    return refuse(c, isUnsupported ? refusals.get("UnsupportedGrantType") : refusals.missing(parameter), reason);
  }

  const { clientId, clientSecret, grantType } = result.request;
  const loggable: Parameters = { client_id: clientId, grant_type: grantType };
  c.var.notes.body = loggedBody(c, body.text, loggable);
  const app = apps.authenticate(clientId, clientSecret);
  if (!app) {
    return refuse(c, refusals.get("InvalidClient"), "The client ID is unknown, or the client secret is wrong.");
  }
  c.var.notes.clientId = clientId;
  const members = tokenResponse.fill(tokens.grant(app));
  const observed: Parameters = settings.isObserved ? { client_id: clientId } : {};
  return jsonResponse(200, tokenResponse.mediaType, { ...members, ...observed });
}

/**
 * Says why HTTP Basic is refused. Ignoring it could grant a request with a wrong password; a client must not authenticate in
 * two ways at once (RFC 6749, section 2.3).
 */
function refuseBasic(
  { credentials }: BasicAuthentication,
  flow: "json" | "form",
  { isObserved }: Settings,
): string | undefined {
  const parameters: readonly TokenRequestParameter[] = ["client_id", "client_secret"];
  if (!isObserved) {
    return `HTTP Basic is not documented: send ${parameters.join(" and ")} in the body.`;
  }
  if (!credentials) {
    return "The Authorization header is not HTTP Basic with an ID, a colon and a secret, in Base64 (RFC 7617, section 2).";
  }
  return flow === "json" ? `With HTTP Basic, send ${GRANT_TYPE} in a form.` : undefined;
}
