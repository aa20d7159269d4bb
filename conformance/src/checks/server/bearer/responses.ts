import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { Exchange, WireRequest, WireResponse } from "../../../wire/exchange.ts";
import { describeResponse, expectThat } from "../../findings.ts";
import { securitySchemePointer } from "../../pointers.ts";
import { hasDirective } from "../header-fields.ts";
import { isAlike } from "../likeness.ts";
import { bearer, NEVER_ISSUED } from "./calls.ts";
import { type CallVariant, sendVariant } from "./served.ts";

/** An origin that no server trusts. */
const UNTRUSTED_ORIGIN = "https://untrusted.example";

/** A shorter body, such as `{}`, can be part of a rejection by chance. */
const LEAST_CONTENT = 10;

/** What caches and browsers may do with responses of the resource server. */
export function resourceResponseChecks({ contract }: Spec): Check[] {
  const requirement = securitySchemePointer(contract);
  return [
    {
      id: "bearer/shared-caches",
      title: "Shared caches may not send the response to an authorized call to others",
      requirement: "rfc9111#3.5",
      needs: ["resource"],
      requests: 0,
      async run(context) {
        const valid = await context.validCall();
        const seen = `Cache-Control: ${valid.response.headers["cache-control"]}`;
        return expectThat(!isShareable(valid.response), "no directive for shared caches", valid, seen);
      },
    },
    {
      id: "bearer/preconditions",
      title: "The resource server checks the access token before the preconditions and the range of a call",
      requirement: "rfc9110#13.2.1",
      needs: ["resource"],
      requests: 4,
      run: checkPreconditions,
    },
    {
      id: "bearer/cross-origin",
      title: "The resource server does not allow calls with credentials from any origin",
      requirement: "rfc6454#8.3",
      needs: ["resource"],
      requests: 2,
      run: checkOrigins,
    },
    {
      id: "bearer/rejection-content",
      title: "The response to a call without an access token does not contain the resource",
      requirement,
      needs: ["resource"],
      async run(context) {
        const valid = await context.validCall();
        const exchange = await sendVariant(context, { description: "a call without an access token" });
        return expectThat(!repeatsContent(valid, exchange), "a response without the resource", exchange);
      },
    },
  ];
}

/** Whether a rejection has the content of the response to a valid call, whatever its status. */
function repeatsContent({ response: valid }: Exchange, { response }: Exchange): boolean {
  const { status } = valid;
  return response.body.length >= LEAST_CONTENT && isAlike({ ...response, status }, valid);
}

/** Whether a shared cache may store a response to a request with Authorization, and send it without asking the server. */
function isShareable(response: WireResponse): boolean {
  const has = (directive: string) => hasDirective(response, "cache-control", directive);
  const ageOf = (directive: string) =>
    Number(
      new RegExp(`\\b${directive}="?(\\d+)`, "i").exec(response.headers["cache-control"] ?? "")?.[1] ?? Number.NaN,
    );
  if (has("private") || has("no-store") || has("no-cache")) {
    return false;
  }
  const age = [ageOf("s-maxage"), ageOf("max-age")].find((seconds) => !Number.isNaN(seconds));
  if (!Number.isNaN(ageOf("s-maxage")) || has("must-revalidate")) {
    return (age ?? 0) > 0;
  }
  // Without an age, a cache can estimate one (RFC 9111, section 4.2.2).
  return has("public") && age !== 0;
}

async function checkPreconditions(context: CheckContext): Promise<readonly Finding[]> {
  const { response } = await context.validCall();
  const etag = response.headers["etag"];
  const matching: WireRequest["headers"] = {
    "if-none-match": etag ?? "*",
    "if-modified-since": new Date(Date.now()).toUTCString(),
  };
  const isKnown = context.target.lacks.tokens === undefined;
  const callers: Pick<CallVariant, "description" | "authorization">[] = [
    { description: "without an access token" },
    ...(isKnown
      ? [{ description: "with an access token that was never issued", authorization: bearer(context, NEVER_ISSUED) }]
      : []),
  ];
  const findings: Finding[] = [];
  for (const { description, authorization } of callers) {
    for (const [field, headers] of Object.entries({ "If-None-Match": matching, Range: { range: "bytes=0-0" } })) {
      const exchange = await sendVariant(context, { description, authorization, headers, change: { method: "GET" } });
      const revealed = [206, 304, 412, 416].includes(exchange.response.status);
      findings.push(...expectThat(!revealed, `a rejection of a call ${description} and with ${field}`, exchange));
    }
  }
  return findings;
}

async function checkOrigins(context: CheckContext): Promise<readonly Finding[]> {
  const { accessToken } = await context.sharedToken("json");
  const findings: Finding[] = [];
  for (const origin of [UNTRUSTED_ORIGIN, "null"]) {
    const exchange = await sendVariant(context, {
      description: `a call from ${origin}`,
      authorization: bearer(context, accessToken),
      headers: { origin },
    });
    const { headers } = exchange.response;
    const allowed = headers["access-control-allow-origin"];
    const isAllowed = allowed === origin && headers["access-control-allow-credentials"] === "true";
    const seen = `Access-Control-Allow-Origin: ${allowed} with Access-Control-Allow-Credentials: true`;
    const expected = `no access with credentials for the origin ${origin}`;
    findings.push(...expectThat(!isAllowed, expected, exchange, isAllowed ? seen : describeResponse(exchange)));
  }
  return findings;
}
