import { readContentType } from "../http/content-type.ts";
import type { Parts, RequestContext } from "../http/context.ts";
import { loggedBody } from "../http/logged-body.ts";
import { readBody } from "../http/request-body.ts";
import { jsonAnswer, refuse, reject, rejectBody } from "../http/responses.ts";
import { readTokenRequest } from "./token-request.ts";

/** Grants a token request, or refuses it as the document shows. */
export async function answerTokenRequest(c: RequestContext, parts: Parts): Promise<Response> {
  const { blueprint, settings, apps, tokens } = parts;
  const { contract, refusals, tokenAnswer } = blueprint;
  const { flows } = contract;

  const body = await readBody(c, settings.bodyLimit);
  if (body.kind === "too-large") {
    return rejectBody(c, body);
  }
  const { mediaType, isUtf8 } = readContentType(c.req.raw.headers);
  const flow = (["json", "form"] as const).find((name) => flows[name].mediaType === mediaType);
  if (!flow || !isUtf8) {
    const taken = Object.values(flows).map((flow) => flow.mediaType);
    return reject(c, 415, `The Content-Type has to be ${taken.join(" or ")}, in UTF-8.`);
  }
  if (body.kind !== "text") {
    return refuse(c, refusals.missing("client_id"), body.reason);
  }

  const grantTypes = c.req.queries("grant_type") ?? [];
  const reading = readTokenRequest(blueprint, { flow, grantTypes, body: body.text }, settings.isObserved);
  if ("problem" in reading) {
    const { parameter, isUnsupported, reason } = reading.problem;
    return refuse(c, isUnsupported ? refusals.get("UnsupportedGrantType") : refusals.missing(parameter), reason);
  }

  const { clientId, clientSecret, grantType } = reading.request;
  const said = { client_id: clientId, grant_type: grantType };
  c.var.notes.body = loggedBody(c, body.text, said);
  const app = apps.authenticate(clientId, clientSecret);
  if (!app) {
    return refuse(c, refusals.get("InvalidClient"), "The client id is unknown, or the client secret is wrong.");
  }
  c.var.notes.clientId = clientId;
  const members = tokenAnswer.fill(tokens.grant(app));
  const more = settings.isObserved ? { client_id: clientId } : {};
  return jsonAnswer(200, tokenAnswer.mediaType, { ...members, ...more });
}
