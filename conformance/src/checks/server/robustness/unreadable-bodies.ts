import type { RfcSection } from "@microbilt-oauth/spec";
import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import { expectClientError, expectThat, expectToken, expectTokenWith200 } from "../../findings.ts";
import { bearer, call } from "../bearer/calls.ts";
import { buildTokenRequest, sendTokenRequest } from "../token-requests.ts";

const DEPTH = 10_000;
const LARGE_IN_BYTES = 2_000_000;
const BAD_REQUEST: RfcSection = "rfc9110#15.5.1";

/** Bodies that a server cannot or need not read. The last check shows whether the server has survived them. */
export function unreadableBodyChecks({ contract }: Spec): Check[] {
  return [
    rejected("malformed-json", "malformed JSON", BAD_REQUEST, (json) => ({ body: json.replace(":", ";") })),
    rejected("truncated-json", "truncated JSON", BAD_REQUEST, (json) => ({ body: json.slice(0, -1) })),
    rejected("trailing-json", "JSON with a character after it", "rfc8259#2", (json) => ({ body: `${json}x` })),
    rejected("json-array", "a JSON array", BAD_REQUEST, (json) => ({ body: `[${json}]` })),
    rejected("json-string", "a JSON string", BAD_REQUEST, () => ({ body: '"text"' })),
    rejected("json-null", "JSON null", BAD_REQUEST, () => ({ body: "null" })),
    rejected("empty-body", "an empty body", BAD_REQUEST, () => ({ body: "" })),
    rejected("deep-json", `JSON with ${DEPTH.toLocaleString("en")} levels of nesting`, BAD_REQUEST, () => ({
      body: `${'{"a":'.repeat(DEPTH)}0${"}".repeat(DEPTH)}`,
    })),
    acceptedOrRejected(
      "huge-body",
      `a body of ${LARGE_IN_BYTES / 1_000_000} MB`,
      "rfc9110#15.5.14",
      (json) => `{"filler":"${"x".repeat(LARGE_IN_BYTES)}",${json.slice(1)}`,
    ),
    rejected("not-utf-8", "JSON that is not UTF-8", "rfc8259#8.1", (json) => ({
      // The rest stays UTF-8, so that the redactor recognises the secret in the request.
      body: Buffer.from(json).toString("latin1").replace("{", '{"\u00ff\u00fe":1,'),
      encoding: "latin1",
    })),
    acceptedOrRejected("byte-order-mark", "JSON with a byte order mark", "rfc8259#8.1", (json) => `\uFEFF${json}`),
    acceptedOrRejected("duplicate-members", "JSON with a member twice", "rfc8259#4", (json) =>
      json.replace("{", '{"twice":1,"twice":2,'),
    ),
    {
      id: "robustness/malformed-call",
      title: "The resource server does not fail on malformed JSON",
      // A product may ignore the body.
      requirement: "rfc9110#15.6.1",
      needs: ["resource", "tokens"],
      baseline: "call",
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        const exchange = await call(context, bearer(context, accessToken), { body: "{" });
        return expectThat(exchange.response.status < 500, "a status below 500", exchange);
      },
    },
    {
      id: "robustness/malformed-form",
      title: titleOf("a malformed form"),
      requirement: BAD_REQUEST,
      baseline: "form",
      run: async (context) =>
        expectClientError(
          await context.send({ ...buildTokenRequest(context, "form"), body: "%&=%zz&\u0000=&&%E0%A4%A" }),
        ),
    },
    {
      id: "robustness/afterwards",
      title: "The token endpoint accepts a valid token request after all requests that it could not read",
      requirement: contract.tokenEndpoint.pointer,
      runsAlways: true,
      run: async (context) => expectTokenWith200(await sendTokenRequest(context, "json")),
    },
  ];
}

function titleOf(description: string): string {
  return `The token endpoint responds with a 4xx status to ${description}`;
}

function rejected(
  name: string,
  description: string,
  requirement: RfcSection,
  rewrite: (json: string) => Pick<WireRequest, "body" | "encoding">,
): Check {
  return {
    id: `robustness/${name}`,
    title: titleOf(description),
    requirement,
    baseline: "json",
    async run(context) {
      const request = buildTokenRequest(context, "json");
      return expectClientError(await context.send({ ...request, ...rewrite(request.body ?? "") }));
    },
  };
}

/** A body that the standard lets a server either read or reject. */
function acceptedOrRejected(
  name: string,
  description: string,
  requirement: RfcSection,
  rewrite: (json: string) => string,
): Check {
  return {
    id: `robustness/${name}`,
    title: `The token endpoint accepts ${description} or responds to it with a 4xx status`,
    requirement,
    baseline: "json",
    async run(context) {
      const request = buildTokenRequest(context, "json");
      const exchange = await context.send({ ...request, body: rewrite(request.body ?? "") });
      return exchange.response.status === 200 ? expectToken(exchange) : expectClientError(exchange);
    },
  };
}
