import type { RfcSection } from "@microbilt-oauth/spec";
import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../flow.ts";
import { expectToken, expectTokenWith200 } from "../../findings.ts";
import { requestBodyPointer } from "../../pointers.ts";
import { buildTokenRequest, sendTokenRequest, type Variation } from "../token-requests.ts";

/** Valid token requests, however they are written. */
export function tokenRequestVariationChecks({ contract }: Spec): Check[] {
  return [
    ...FLOW_NAMES.flatMap(checksOfFlow),
    rewritten("json", "whitespace", "with insignificant whitespace", "rfc8259#2", (body) =>
      JSON.stringify(JSON.parse(body), null, "\r\n\t "),
    ),
    rewritten("json", "escaped-names", "whose member names contain escape sequences", "rfc8259#7", (body) =>
      body.replace(/"(\w)(\w*)":/g, escapeFirst),
    ),
    rewritten("form", "percent-encoding", "whose field names are percent-encoded", "rfc6749#4.4.2", (body) =>
      body.replace(/(^|&)(\w)/g, percentEncodeFirst),
    ),
  ];

  function checksOfFlow(flow: FlowName): Check[] {
    const { mediaType } = contract.flows[flow];
    const orderSource = flow === "json" ? "rfc8259#4" : "rfc6749#4.4.2";
    return [
      {
        id: `token-request/${flow}`,
        title: `The token endpoint responds with 200 and an access token to ${DESCRIPTIONS[flow]}`,
        requirement: requestBodyPointer(contract, flow),
        run: async (context) => expectTokenWith200(await sendTokenRequest(context, flow)),
      },
      varied(flow, "charset", "whose Content-Type names a charset", "rfc9110#8.3.2", {
        headers: { "content-type": `${mediaType}; charset=UTF-8` },
      }),
      varied(flow, "media-type-case", "whose Content-Type is in upper case", "rfc9110#8.3.1", {
        headers: { "content-type": mediaType.toUpperCase() },
      }),
      varied(flow, "accept-anything", "with Accept: */*", "rfc9110#12.5.1", { headers: { accept: "*/*" } }),
      rewritten(flow, "order", "whose parameters are in another order", orderSource, (body) => reverse(flow, body)),
      {
        id: `token-request/${flow}-chunked`,
        title: `${titleOf(flow, "with a chunked body")}, or asks for Content-Length with 411`,
        requirement: "rfc9112#6.3",
        async run(context) {
          const exchange = await sendTokenRequest(context, flow, { headers: { "transfer-encoding": "chunked" } });
          return exchange.response.status === 411 ? [] : expectToken(exchange);
        },
      },
      {
        id: `token-request/${flow}-several-chunks`,
        title: `${titleOf(flow, "whose body arrives in several chunks")}, unless it rejects the same body with Content-Length`,
        requirement: "rfc9112#7.1",
        requests: 2,
        async run(context) {
          const request = buildTokenRequest(context, flow);
          const whole = { ...request, body: lengthen(flow, request.body ?? "") };
          const chunked = { ...whole, headers: { ...whole.headers, "transfer-encoding": "chunked" } };
          const exchange = await context.send(chunked);
          const findings = exchange.response.status === 411 ? [] : expectToken(exchange);
          // The body may be too long for the server.
          return findings.length > 0 && expectToken(await context.send(whole)).length > 0 ? [] : findings;
        },
      },
      varied(flow, "unknown-parameter", "with an unknown parameter", "rfc6749#3.2", {
        unknownParameters: { unknown: "parameter" },
      }),
      {
        id: `token-request/${flow}-reserved-characters`,
        title: titleOf(flow, "whose credentials contain reserved and non-ASCII characters"),
        requirement: flow === "json" ? "rfc8259#8.1" : "rfc6749#4.4.2",
        needs: ["reserved-characters"],
        async run(context) {
          const credentials = context.target.reservedCredentials;
          return expectToken(await sendTokenRequest(context, flow, { credentials }));
        },
      },
    ];
  }
}

/** More than the suite sends in one chunk, and less than servers reject by default. */
const SEVERAL_CHUNKS = 80_000;

const DESCRIPTIONS: Readonly<Record<FlowName, string>> = {
  json: "a JSON token request",
  form: "a form token request with grant_type in the query",
};

function titleOf(flow: FlowName, variation: string): string {
  return `The token endpoint accepts a ${FLOW_LABELS[flow]} token request ${variation}`;
}

function varied(
  flow: FlowName,
  name: string,
  description: string,
  requirement: RfcSection,
  variation: Variation,
): Check {
  return {
    id: `token-request/${flow}-${name}`,
    title: titleOf(flow, description),
    requirement,
    run: async (context) => expectToken(await sendTokenRequest(context, flow, variation)),
  };
}

/** The same parameters in a body that is written in another way. */
function rewritten(
  flow: FlowName,
  name: string,
  description: string,
  requirement: RfcSection,
  rewrite: (body: string) => string,
): Check {
  return {
    id: `token-request/${flow}-${name}`,
    title: titleOf(flow, description),
    requirement,
    async run(context) {
      const request = buildTokenRequest(context, flow);
      return expectToken(await context.send({ ...request, body: rewrite(request.body ?? "") }));
    },
  };
}

function reverse(flow: FlowName, body: string): string {
  return flow === "json"
    ? JSON.stringify(Object.fromEntries(Object.entries(JSON.parse(body)).reverse()))
    : body.split("&").reverse().join("&");
}

/** Adds what the token endpoint must ignore, before the parameters. */
function lengthen(flow: FlowName, body: string): string {
  const filler = "x".repeat(SEVERAL_CHUNKS);
  return flow === "json" ? `{"unknown":"${filler}",${body.slice(1)}` : `unknown=${filler}&${body}`;
}

function escapeFirst(_: string, first: string, rest: string): string {
  return `"\\u${first.charCodeAt(0).toString(16).padStart(4, "0")}${rest}":`;
}

function percentEncodeFirst(_: string, before: string, first: string): string {
  return `${before}%${first.charCodeAt(0).toString(16).toUpperCase()}`;
}
