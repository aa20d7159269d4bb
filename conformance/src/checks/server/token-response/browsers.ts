import type { Check, CheckContext, Finding } from "../../../check.ts";
import { FLOW_LABELS, FLOW_NAMES } from "../../../flow.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import { expectThat } from "../../findings.ts";
import { cookiesOf } from "../header-fields.ts";
import { buildTokenRequest } from "../token-requests.ts";
import { differenceUnless, inspectEachToken } from "./each-token.ts";

/** An origin that no server can know. */
const FOREIGN_ORIGIN = "https://foreign.example";

/** Origins that a browser sends for a page of somebody else; `null` is that of a sandboxed frame. */
const ORIGINS = [FOREIGN_ORIGIN, "null"];

/** What the token response tells browsers. */
export function browserChecks(): Check[] {
  return [
    {
      id: "token-response/cookies",
      title: "The token response sets no cookie that contains the access token",
      requirement: "rfc6750#5.3",
      requests: 0,
      run: (context) =>
        inspectEachToken(context, ({ response, accessToken }) => {
          const forms = [accessToken, encodeURIComponent(accessToken), Buffer.from(accessToken).toString("base64url")];
          const cookie = cookiesOf(response).find(({ value }) => forms.some((form) => value.includes(form)));
          return differenceUnless(cookie === undefined, "no access token in a cookie", `the cookie ${cookie?.name}`);
        }),
    },
    {
      id: "token-response/foreign-origins",
      title: "The token endpoint does not let pages of every origin send credentials and read the token response",
      requirement: "rfc6454#8.3",
      baseline: "json",
      requests: ORIGINS.length * (FLOW_NAMES.length + 1),
      async run(context) {
        const findings: Finding[] = [];
        for (const [name, request] of requestsFrom(context)) {
          const exchange = await context.send(request);
          const { "access-control-allow-origin": origin, "access-control-allow-credentials": credentials } =
            exchange.response.headers;
          findings.push(
            ...expectThat(
              credentials !== "true" || origin !== request.headers["origin"],
              `no Access-Control-Allow-Credentials for ${name}`,
              exchange,
              `Access-Control-Allow-Origin: ${origin} and Access-Control-Allow-Credentials: ${credentials}`,
            ),
          );
        }
        return findings;
      },
    },
  ];
}

/** Token requests, and the preflight requests that browsers send before them. */
function requestsFrom(context: CheckContext): readonly (readonly [name: string, request: WireRequest])[] {
  return ORIGINS.flatMap((origin) => [
    ...FLOW_NAMES.map(
      (flow) =>
        [
          `a ${FLOW_LABELS[flow]} token request from the origin ${origin}`,
          buildTokenRequest(context, flow, { headers: { origin } }),
        ] as const,
    ),
    [`a preflight request from the origin ${origin}`, preflight(context, origin)] as const,
  ]);
}

function preflight({ contract, target }: CheckContext, origin: string): WireRequest {
  return {
    method: "OPTIONS",
    url: target.baseUrl + contract.tokenEndpoint.path,
    headers: {
      origin,
      "access-control-request-method": contract.tokenEndpoint.method,
      "access-control-request-headers": "content-type",
    },
  };
}
