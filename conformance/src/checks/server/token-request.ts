import { below } from "@microbilt-oauth/spec";
import type { Check, CheckContext, Finding } from "../../check.ts";
import type { Spec } from "../../document/spec.ts";
import { FLOW_NAMES, type FlowName } from "../../flow.ts";
import type { WireRequest } from "../../wire/exchange.ts";
import { type TokenRequestChange, tokenRequestTo } from "../../wire/token-request.ts";
import { expecting, granted, inJson } from "../findings.ts";

/** How many requests are sent at once. */
const AT_ONCE = 20;

/** Good token requests are granted, however they are written. */
export function tokenRequestChecks({ contract }: Spec): Check[] {
  const { flows, tokenEndpoint } = contract;
  return [
    ...FLOW_NAMES.flatMap(checksOf),
    variation(
      "json",
      "whitespace",
      "A token request in JSON with insignificant white space is granted",
      "rfc8259#2",
      (request) => ({ ...request, body: JSON.stringify(JSON.parse(request.body ?? ""), null, "\r\n\t ") }),
    ),
    variation(
      "json",
      "escaped-names",
      "A token request in JSON whose member names are written with escapes is granted",
      "rfc8259#7",
      (request) => ({ ...request, body: request.body?.replace(/"(\w)(\w*)":/g, escapeFirst) ?? "" }),
    ),
    variation(
      "form",
      "percent-encoding",
      "A token request as a form whose names are percent-encoded is granted",
      "rfc6749#4.4.2",
      (request) => ({ ...request, body: request.body?.replace(/(^|&)(\w)/g, percentEncodeFirst) ?? "" }),
    ),
    {
      id: "token-request/again",
      title: "Another access token can be had at any time by asking again",
      requirement: tokenEndpoint.pointer,
      requests: 2,
      async run(context) {
        const [first, second] = [await send(context, "json"), await send(context, "json")];
        return [...granted(contract, first), ...granted(contract, second)];
      },
    },
    {
      id: "token-request/at-once",
      title: `Of ${AT_ONCE} token requests of two applications at once, each is granted a token of its own application`,
      requirement: below(flows.json.pointer, "properties", "client_id"),
      needs: ["burst", "second-application", "tokens"],
      requests: AT_ONCE,
      async run(context) {
        const { credentials, secondCredentials } = context.target;
        const asked = Array.from({ length: AT_ONCE }, async (_, index) => {
          const owner = index % 2 === 0 ? credentials : secondCredentials;
          const flow: FlowName = index % 4 < 2 ? "json" : "form";
          return { owner, ...(await context.requestToken(flow, { credentials: owner })) };
        });
        const grants = await Promise.all(asked);
        const owners = Map.groupBy(grants, ({ accessToken }) => accessToken);
        const shared = [...owners.values()].find((same) => new Set(same.map(({ owner }) => owner)).size > 1);
        const [other] = grants.filter(({ owner, members }) => {
          const named = members["client_id"];
          return named !== undefined && named !== owner?.clientId;
        });
        return [
          ...(shared ?? []).slice(0, 1).flatMap((grant) => expecting("a token of its own", false, grant)),
          ...(other ? expecting(`the client_id that asked`, false, other) : []),
        ];
      },
    },
  ];

  function checksOf(flow: FlowName): Check[] {
    const what = flow === "json" ? "in JSON" : "as a form, with the grant type in the query,";
    const place = below(tokenEndpoint.pointer, "requestBody", "content", flows[flow].mediaType);
    const { mediaType } = flows[flow];
    const withHeaders = (headers: TokenRequestChange["headers"]) => (request: WireRequest) =>
      ({ ...request, headers: { ...request.headers, ...headers } }) as WireRequest;
    return [
      variation(
        flow,
        "",
        `A token request ${what} is answered with 200 and an access token`,
        place,
        (request) => request,
      ),
      variation(
        flow,
        "charset",
        `A token request ${what} that names its charset is granted`,
        "rfc9110#8.3.2",
        withHeaders({ "content-type": `${mediaType}; charset=UTF-8` }),
      ),
      variation(
        flow,
        "media-type-case",
        `A token request ${what} whose media type is in upper case is granted`,
        "rfc9110#8.3.1",
        withHeaders({ "content-type": mediaType.toUpperCase() }),
      ),
      variation(
        flow,
        "accept-anything",
        `A token request ${what} that accepts any media type is granted`,
        "rfc9110#12.5.1",
        withHeaders({ accept: "*/*" }),
      ),
      variation(
        flow,
        "order",
        `A token request ${what} is granted in whatever order its parameters stand`,
        flow === "json" ? "rfc8259#4" : "rfc6749#4.4.2",
        (request) => ({ ...request, body: reversed(flow, request.body ?? "") }),
      ),
      variation(
        flow,
        "chunked",
        `A token request ${what} in chunks is granted`,
        "rfc9112#7.1",
        withHeaders({ "transfer-encoding": "chunked" }),
      ),
      {
        id: `token-request/${flow}-unknown-parameter`,
        title: `A token request ${what} with an unknown parameter is granted`,
        requirement: "rfc6749#3.2",
        run: async (context) => granted(contract, await send(context, flow, { parameters: { unknown: "parameter" } })),
      },
      {
        id: `token-request/${flow}-reserved-characters`,
        title: `A token request ${what} whose credentials have reserved and non-ASCII characters is granted`,
        requirement: flow === "json" ? "rfc8259#8.1" : "rfc6749#4.4.2",
        needs: ["reserved-characters"],
        run: async (context) =>
          granted(contract, await send(context, flow, { credentials: context.target.reservedCredentials })),
      },
    ];
  }

  /** The same request, written in another way. */
  function variation(
    flow: FlowName,
    name: string,
    title: string,
    requirement: Check["requirement"],
    write: (request: WireRequest) => WireRequest,
  ): Check {
    return {
      id: `token-request/${flow}${name && `-${name}`}`,
      title,
      requirement,
      async run({ target, send }): Promise<readonly Finding[]> {
        const exchange = await send(write(tokenRequestTo(target, contract, flow)));
        const { status } = exchange.response;
        return name === "" && status !== 200
          ? expecting("200", false, exchange, inJson(status))
          : granted(contract, exchange);
      },
    };
  }

  function send({ target, send }: CheckContext, flow: FlowName, change?: TokenRequestChange) {
    return send(tokenRequestTo(target, contract, flow, change));
  }
}

function reversed(flow: FlowName, body: string): string {
  return flow === "json"
    ? JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body)).reverse()))
    : body.split("&").reverse().join("&");
}

function escapeFirst(_: string, first: string, rest: string): string {
  return `"\\u${first.charCodeAt(0).toString(16).padStart(4, "0")}${rest}":`;
}

function percentEncodeFirst(_: string, before: string, first: string): string {
  return `${before}%${first.charCodeAt(0).toString(16).toUpperCase()}`;
}
