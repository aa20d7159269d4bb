import type { Check, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../flow.ts";
import { contentCodings } from "../../../wire/content-coding.ts";
import { expectThat, expectToken } from "../../findings.ts";
import { buildTokenRequest, sendTokenRequest } from "../token-requests.ts";
import { acceptsEach, type Variant, variant } from "../variants.ts";

/** Values of Accept-Encoding, each with the content codings that the response may have. */
const ACCEPTED_CODINGS: Readonly<Record<string, readonly string[]>> = {
  identity: [],
  gzip: ["gzip", "x-gzip"],
  "gzip;q=0, identity": [],
};

/** Token requests that describe themselves, and the response that they accept, in other words. */
export function negotiationChecks({ contract }: Spec): Check[] {
  const { mediaType } = contract.tokenResponse;
  const [type] = mediaType.split("/");
  const accepted = [
    `${mediaType};q=0.9, */*;q=0.1`,
    `${type}/*`,
    `text/html;q=0.5, ${mediaType}, */*; q=0.01`,
    undefined,
  ];
  return FLOW_NAMES.flatMap((flow): Check[] => [
    acceptsEach(
      {
        id: `token-request/${flow}-accept`,
        title: `The token endpoint accepts a ${FLOW_LABELS[flow]} token request with any Accept that includes ${mediaType}`,
        requirement: "rfc9110#12.5.1",
        flow,
      },
      accepted.map((accept) => withField(flow, "accept", accept)),
    ),
    acceptsEach(
      {
        id: `token-request/${flow}-content-type`,
        title: `The token endpoint accepts a ${FLOW_LABELS[flow]} token request with any spelling of its Content-Type`,
        requirement: "rfc9110#8.3.1",
        flow,
      },
      spellingsOf(flow, contract.flows[flow].mediaType).map((contentType) =>
        withField(flow, "content-type", contentType),
      ),
    ),
    {
      id: `token-request/${flow}-accept-encoding`,
      title: `The response to a ${FLOW_LABELS[flow]} token request has only content codings that the request accepts`,
      requirement: "rfc9110#12.5.3",
      baseline: flow,
      requests: Object.keys(ACCEPTED_CODINGS).length,
      async run(context) {
        const findings: Finding[] = [];
        for (const [acceptEncoding, codings] of Object.entries(ACCEPTED_CODINGS)) {
          const exchange = await sendTokenRequest(context, flow, { headers: { "accept-encoding": acceptEncoding } });
          const seen = contentCodings(exchange.response.headers["content-encoding"]);
          const isAccepted = seen.every((coding) => codings.includes(coding));
          findings.push(
            ...expectThat(
              isAccepted,
              `only a content coding that Accept-Encoding: ${acceptEncoding} allows`,
              exchange,
              `Content-Encoding: ${seen.join(", ")}`,
            ),
            ...(isAccepted ? expectToken(exchange) : []),
          );
        }
        return findings;
      },
    },
    {
      id: `token-request/${flow}-conditional`,
      title: `The token endpoint does not respond to a conditional ${FLOW_LABELS[flow]} token request with 304`,
      requirement: "rfc9110#15.4.5",
      baseline: flow,
      async run(context) {
        const { response } = await context.sharedToken(flow);
        const headers = {
          "if-none-match": response.headers["etag"] ?? "*",
          "if-modified-since": response.headers["last-modified"] ?? new Date().toUTCString(),
        };
        const exchange = await context.send(buildTokenRequest(context, flow, { headers }));
        return expectThat(exchange.response.status !== 304, "another status than 304", exchange);
      },
    },
  ]);
}

function withField(flow: FlowName, field: string, value: string | undefined): Variant {
  const name = value === undefined ? `a request without ${field}` : `${field}: ${value}`;
  return variant(flow, name, () => ({ headers: { [field]: value } }));
}

/** A media type with a charset, in spellings that mean the same. */
function spellingsOf(flow: FlowName, mediaType: string): readonly string[] {
  return [
    `${mediaType};charset=utf-8`,
    `${mediaType} ; charset=utf-8`,
    `${mediaType}; charset="utf-8"`,
    `${mediaType}; Charset=Utf-8`,
    // A parameter has no effect on a reader of JSON (RFC 8259, section 11).
    ...(flow === "json" ? [`${mediaType}; version=1; charset=utf-8`] : []),
  ];
}
