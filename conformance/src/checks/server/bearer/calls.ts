import type { CheckContext, Finding } from "../../../check.ts";
import { matchesSchema } from "../../../document/schema-validation.ts";
import { type Exchange, jsonBody, type WireRequest } from "../../../wire/exchange.ts";
import { expectThat } from "../../findings.ts";
import { schemaPointer } from "../../pointers.ts";

/** The name of an access token in a query or a body (RFC 6750, sections 2.2 and 2.3). */
export const ACCESS_TOKEN_PARAMETER = "access_token";

/** An access token that no server issues. Its syntax is valid. */
export const NEVER_ISSUED = "never-issued-by-anyone-0000000";

/** A value of the Authorization header field, several of them, or none. */
export type Authorization = string | readonly string[] | undefined;

/** Builds a call of the target's protected resource. */
export function buildCall({ target, contract }: CheckContext, authorization: Authorization): WireRequest {
  const { resource, baseUrl } = target;
  if (!resource) {
    throw new Error('This check calls the resource: add "resource" to its needs.');
  }
  const { mediaType } = contract.resource;
  return {
    method: resource.method,
    url: baseUrl + resource.path,
    headers: {
      ...target.headers,
      "content-type": mediaType,
      accept: mediaType,
      ...(authorization !== undefined && { authorization }),
    },
    body: "{}",
  };
}

/** Calls the target's protected resource. */
export function call(
  context: CheckContext,
  authorization: Authorization,
  change: Partial<WireRequest> = {},
): Promise<Exchange> {
  return context.send({ ...buildCall(context, authorization), ...change });
}

/** The value of the Authorization header field for an access token. */
export function bearer({ contract }: Pick<CheckContext, "contract">, accessToken: string): string {
  return `${contract.bearer.scheme} ${accessToken}`;
}

/** Whether the resource server rejected the access token. Any other response, even an error, can be the product's own. */
export function isRejected({ document }: Pick<CheckContext, "document">, { response }: Exchange): boolean {
  const isFault = matchesSchema(document, schemaPointer("GatewayFault"), jsonBody(response));
  return response.status === 401 || response.status === 403 || isFault;
}

/**
 * Whether the resource server accepted the access token: with a success, or with an error that the target declares as
 * the product's own.
 */
export function isAccepted(context: Pick<CheckContext, "document" | "target">, exchange: Exchange): boolean {
  const { status } = exchange.response;
  const errorStatuses = context.target.resource?.errorStatuses ?? [];
  return !isRejected(context, exchange) && ((status >= 200 && status <= 299) || errorStatuses.includes(status));
}

/** Expects the resource server to accept the access token. */
export function expectAccepted(context: Pick<CheckContext, "document" | "target">, exchange: Exchange): Finding[] {
  const { errorStatuses = [] } = context.target.resource ?? {};
  const declared = errorStatuses.map((status) => `, or the product's own ${status}`).join("");
  return expectThat(isAccepted(context, exchange), `a 2xx status${declared}`, exchange);
}

/** Expects the resource server to reject the call: with a 4xx status that is not the product's own, or with a fault. */
export function expectRejected(context: Pick<CheckContext, "document" | "target">, exchange: Exchange): Finding[] {
  const { status } = exchange.response;
  const isClientError = status >= 400 && status <= 499 && !context.target.resource?.errorStatuses?.includes(status);
  return expectThat(isClientError || isRejected(context, exchange), "a rejection", exchange);
}
