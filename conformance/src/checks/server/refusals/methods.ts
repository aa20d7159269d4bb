import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { expectClientError, expectHeader, expectNoToken } from "../../findings.ts";
import { parameterPointer } from "../../pointers.ts";
import { buildTokenRequest, sendTokenRequest } from "../token-requests.ts";
import { UNKNOWN_CREDENTIAL } from "./unknown-credential.ts";

const OTHER_METHODS = ["GET", "PUT", "PATCH", "DELETE"];

/** Token requests with another method or to another path. */
export function rejectedMethodChecks({ contract }: Spec): Check[] {
  const { tokenEndpoint } = contract;
  return [
    ...OTHER_METHODS.filter((method) => method !== tokenEndpoint.method).map(
      (method): Check => ({
        id: `refusals/method-${method.toLowerCase()}`,
        title: `The token endpoint rejects a token request with the method ${method}`,
        // MicroBilt documents POST, not that the server rejects other methods.
        requirement: "rfc6749#3.2",
        baseline: "json",
        run: async (context) => expectNoToken(await context.send({ ...buildTokenRequest(context, "json"), method })),
      }),
    ),
    {
      id: "refusals/method-status",
      title: `The token endpoint responds to another method with a 4xx status or 501, and lists ${tokenEndpoint.method} in Allow if the status is 405`,
      requirement: "rfc9110#15.5.6",
      baseline: "json",
      async run(context) {
        const exchange = await context.send({ ...buildTokenRequest(context, "json"), method: "PUT" });
        const { status } = exchange.response;
        if (status === 405) {
          const { method } = tokenEndpoint;
          return expectHeader("allow", new RegExp(`\\b${method}\\b`), `Allow: ${method}`, exchange);
        }
        // A server may also deny that there is anything at the path, or that it knows the method.
        return status === 501 ? [] : expectClientError(exchange);
      },
    },
    {
      id: "refusals/path-case",
      title: "The server rejects a wrong client_secret at the path of the token endpoint in another case",
      requirement: parameterPointer(contract, "json", "client_secret"),
      needs: ["credentials"],
      baseline: "json",
      requests: 2,
      wrongSecrets: 1,
      async run(context) {
        // A server may ignore the case of a path, as long as it checks the same there.
        const credentials = { clientSecret: UNKNOWN_CREDENTIAL };
        const request = buildTokenRequest(context, "json", { credentials });
        const exchange = await context.send({ ...request, url: request.url.replace(tokenEndpoint.path, inOtherCase) });
        await sendTokenRequest(context, "json");
        return expectNoToken(exchange);
      },
    },
  ];
}

/** In lower case, or in upper case if the path has no upper case. */
function inOtherCase(path: string): string {
  const lower = path.toLowerCase();
  return lower === path ? path.toUpperCase() : lower;
}
