import type { Mutant } from "../mutant.ts";
import { mutateResponse, withHeaders } from "../operators/response.ts";
import { isTokenRequest } from "../operators/token-request.ts";

/** Origins that the token endpoint should not trust. */
export const foreignOriginMutants: readonly Mutant[] = [
  allowing("every origin to send credentials", () => true),
  allowing("the origin null to send credentials", (origin) => origin === "null"),
  allowing("every origin to send credentials after a preflight request", (_, method) => method === "OPTIONS"),
];

function allowing(what: string, isAllowed: (origin: string, method: string) => boolean): Mutant {
  return {
    title: `The token endpoint allows ${what}`,
    killedBy: "token-response/foreign-origins",
    mutate: mutateResponse((response, context, request) => {
      const { origin } = request.headers;
      return isTokenRequest(context, request) && origin !== undefined && isAllowed(origin, request.method)
        ? withHeaders(response, { "access-control-allow-origin": origin, "access-control-allow-credentials": "true" })
        : response;
    }),
  };
}
