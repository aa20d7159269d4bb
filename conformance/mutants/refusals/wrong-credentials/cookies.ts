import { FLOW_LABELS, FLOW_NAMES } from "../../../src/flow.ts";
import type { Mutant } from "../../mutant.ts";
import { withHeaders } from "../../operators/response.ts";
import { bodyParametersOf, flowOf, validParameters, withParameters } from "../../operators/token-request.ts";
import { isTokenResponse } from "../../operators/token-response.ts";

const SESSION = "session=5f0c1a7e";

/** Sessions that replace the client secret. */
export const cookieMutants: readonly Mutant[] = FLOW_NAMES.map((flow) => ({
  title: `The token endpoint accepts a session cookie in place of the client_secret in a ${FLOW_LABELS[flow]} token request`,
  killedBy: "refusals/cookie-instead-of-secret",
  mutate: (context) => async (request, original) => {
    const isInSession =
      flowOf(context, request) === flow &&
      request.headers["cookie"]?.includes(SESSION) &&
      bodyParametersOf(request).client_secret === undefined;
    const response = await original(isInSession ? withParameters(context, request, validParameters(context)) : request);
    return isTokenResponse(context, request, response)
      ? withHeaders(response, { "set-cookie": `${SESSION}; Expires=Wed, 31 Dec 2098 23:59:59 GMT; HttpOnly` })
      : response;
  },
}));
