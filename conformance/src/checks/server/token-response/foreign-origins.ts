import type { Check, CheckContext, Finding } from "../../../check.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../flow.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import { expectThat } from "../../findings.ts";
import { buildTokenRequest } from "../token-requests.ts";

/** An origin that no server can know. */
const FOREIGN_ORIGIN = "https://foreign.example";
/** The origin that browsers name for a sandboxed frame, and for a page in a file. */
const OPAQUE_ORIGIN = "null";

/** What the token endpoint allows pages of other origins to do. */
export function foreignOriginChecks(): Check[] {
  return [
    {
      id: "token-response/foreign-origins",
      title: "The token endpoint does not allow requests with credentials from unknown origins",
      requirement: "rfc6454#8.3",
      baseline: "json",
      requests: FLOW_NAMES.length + 2,
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

/** Token requests, and the preflight request that browsers send before them. */
function requestsFrom(context: CheckContext): readonly (readonly [name: string, request: WireRequest])[] {
  const tokenRequest = (flow: FlowName, origin: string) =>
    [
      `a ${FLOW_LABELS[flow]} token request from the origin ${origin}`,
      buildTokenRequest(context, flow, { headers: { origin } }),
    ] as const;
  return [
    ...FLOW_NAMES.map((flow) => tokenRequest(flow, FOREIGN_ORIGIN)),
    tokenRequest("json", OPAQUE_ORIGIN),
    [`a preflight request from the origin ${FOREIGN_ORIGIN}`, preflight(context, FOREIGN_ORIGIN)],
  ];
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
