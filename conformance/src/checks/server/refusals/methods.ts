import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { expectHeader, expectNoToken, expectStatus } from "../../findings.ts";
import { buildTokenRequest } from "../token-requests.ts";

const OTHER_METHODS = ["GET", "PUT", "PATCH", "DELETE"];

/** Token requests with another method or to another path. */
export function rejectedMethodChecks({ contract }: Spec): Check[] {
  const { tokenEndpoint } = contract;
  return [
    ...OTHER_METHODS.filter((method) => method !== tokenEndpoint.method).map(
      (method): Check => ({
        id: `refusals/method-${method.toLowerCase()}`,
        title: `The token endpoint rejects a token request with the method ${method}`,
        requirement: method === "GET" ? "rfc6749#3.2" : tokenEndpoint.pointer,
        run: async (context) => expectNoToken(await context.send({ ...buildTokenRequest(context, "json"), method })),
      }),
    ),
    {
      id: "refusals/method-status",
      title: `The token endpoint responds with 405 to another method and lists ${tokenEndpoint.method} in Allow`,
      requirement: "rfc9110#15.5.6",
      async run(context) {
        const exchange = await context.send({ ...buildTokenRequest(context, "json"), method: "PUT" });
        const { method } = tokenEndpoint;
        return [
          ...expectStatus([405], exchange),
          ...expectHeader("allow", new RegExp(`\\b${method}\\b`), `Allow: ${method}`, exchange),
        ];
      },
    },
    {
      id: "refusals/path-case",
      title: "The server rejects a token request to the path of the token endpoint in another case",
      requirement: "rfc3986#6.2.2.1",
      async run(context) {
        const request = buildTokenRequest(context, "json");
        const url = request.url.replace(tokenEndpoint.path, inOtherCase);
        return expectNoToken(await context.send({ ...request, url }));
      },
    },
  ];
}

/** In lower case, or in upper case if the path has no upper case. */
function inOtherCase(path: string): string {
  const lower = path.toLowerCase();
  return lower === path ? path.toUpperCase() : lower;
}
