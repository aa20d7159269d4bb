import type { Mutant } from "../mutant.ts";
import { mutateResponse, withHeaders } from "../operators/response.ts";
import { isTokenRequest } from "../operators/token-request.ts";
import { membersOf, mutateTokenResponse } from "../operators/token-response.ts";

/** Token responses that give browsers more than they need. */
export const browserMutants: readonly Mutant[] = [
  ...[
    { form: "the access token", encode: (accessToken: string) => accessToken },
    {
      form: "the access token in Base64",
      encode: (accessToken: string) => Buffer.from(accessToken).toString("base64"),
    },
  ].map(({ form, encode }) => ({
    title: `The token response sets a cookie with ${form}`,
    killedBy: "token-response/cookies",
    mutate: mutateTokenResponse((response) =>
      withHeaders(response, {
        "set-cookie": `session=1; Path=/, auth=v1.${encode(membersOf(response).access_token)}; Secure`,
      }),
    ),
  })),
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
