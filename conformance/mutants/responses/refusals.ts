/** Defects that show in rejections, whatever the requirement on the rejection itself. */
import type { Mutant, MutantContext, MutantRequest, MutantResponse } from "../mutant.ts";
import { isCall } from "../operators/bearer.ts";
import { mutateResponse, withHeaders } from "../operators/response.ts";
import { isTokenRequest } from "../operators/token-request.ts";

/** Sends a token request that the token endpoint rejects with 400. */
export const REJECTED_TOKEN_REQUEST: readonly string[] = ["refusals/json-without-client_id"];
/** Sends a call that the resource server rejects with 401. */
export const REJECTED_CALL: readonly string[] = ["bearer/missing"];

type Change = (response: MutantResponse, context: MutantContext, request: MutantRequest) => MutantResponse;

/** Changes the rejections of token requests. */
export function inRejection(defect: string, check: string, change: Change): Mutant {
  return {
    title: `The token endpoint ${defect} when it rejects a token request`,
    killedBy: `responses/${check}`,
    after: REJECTED_TOKEN_REQUEST,
    mutate: mutateResponse((response, context, request) =>
      isTokenRequest(context, request) && response.status === 400 ? change(response, context, request) : response,
    ),
  };
}

/** Changes the rejections of calls. */
export function inRejectedCall(
  defect: string,
  check: string,
  change: Change,
  after: readonly string[] = REJECTED_CALL,
): Mutant {
  return {
    title: `The resource server ${defect} when it rejects a call`,
    killedBy: `responses/${check}`,
    after,
    mutate: mutateResponse((response, context, request) =>
      isCall(context, request) && response.status === 401 ? change(response, context, request) : response,
    ),
  };
}

/** The response with another body and media type. */
export function withBody(response: MutantResponse, contentType: string | undefined, body: string): MutantResponse {
  return { ...withHeaders(response, { "content-type": contentType, "content-length": undefined }), body };
}
