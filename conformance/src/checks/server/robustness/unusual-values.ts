import type { Check, CheckContext, Finding } from "../../../check.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../flow.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import { expectThat } from "../../findings.ts";
import { UNKNOWN_CREDENTIAL } from "../refusals/unknown-credential.ts";
import { buildTokenRequest, sendTokenRequest } from "../token-requests.ts";

const MANY_DIGITS = 400;
/** More than a column of a database often holds. */
const LONG_ID = 300;

/** Client ids that no application has, and that a database or a parser may not be able to hold. */
const UNUSUAL_IDS: Readonly<Record<string, string>> = {
  "with an emoji": "id-\u{1F600}",
  "with an apostrophe": "o'neil",
  "with a backslash at its end": "id\\",
  "with a percent sign at its end": "id%",
  "with a right-to-left mark": "id-\u200f",
  "with a control character": "id-\u0001",
  [`of ${LONG_ID} characters`]: "x".repeat(LONG_ID),
};

/** Members that only JSON can express, as they are written in the body; no reader needs them. */
const UNUSUAL_MEMBERS: Readonly<Record<string, string>> = {
  "a string with half of a surrogate pair": '"\\ud800"',
  [`a number of ${MANY_DIGITS} digits`]: "9".repeat(MANY_DIGITS),
  "a number with a large exponent": "1e9999",
  "a string with NUL": '"\\u0000"',
};

/** Token requests with values that a server must be able to read, or to reject. */
export function unusualValueChecks(): Check[] {
  return FLOW_NAMES.map(
    (flow): Check => ({
      id: `robustness/${flow}-unusual-values`,
      title: `The token endpoint does not fail on unusual characters and numbers in a ${FLOW_LABELS[flow]} token request`,
      requirement: "rfc9110#15.6.1",
      needs: ["credentials"],
      baseline: flow,
      requests: 2 * (Object.keys(UNUSUAL_IDS).length + 1) + Object.keys(UNUSUAL_MEMBERS).length,
      wrongSecrets: Object.keys(UNUSUAL_IDS).length + 1,
      run: (context) => sendUnusualValues(context, flow),
    }),
  );
}

async function sendUnusualValues(context: CheckContext, flow: FlowName): Promise<readonly Finding[]> {
  const usual = await sendId(context, flow, UNKNOWN_CREDENTIAL);
  const findings: Finding[] = [];
  for (const [description, clientId] of Object.entries(UNUSUAL_IDS)) {
    const exchange = await sendId(context, flow, clientId);
    const { status } = exchange.response;
    // Gateways of this family respond with 500 to every unknown client id.
    const isMet = status < 500 || status === usual.response.status;
    findings.push(...expectThat(isMet, `a status below 500 for a client_id ${description}`, exchange));
  }
  for (const [description, value] of flow === "json" ? Object.entries(UNUSUAL_MEMBERS) : []) {
    const exchange = await context.send(withMember(buildTokenRequest(context, flow), value));
    findings.push(...expectThat(exchange.response.status < 500, `a status below 500 for ${description}`, exchange));
  }
  return findings;
}

/** A valid token request after it keeps servers from locking the application out. */
async function sendId(context: CheckContext, flow: FlowName, clientId: string) {
  const exchange = await sendTokenRequest(context, flow, {
    credentials: { clientId, clientSecret: UNKNOWN_CREDENTIAL },
  });
  await sendTokenRequest(context, flow);
  return exchange;
}

function withMember(request: WireRequest, value: string): WireRequest {
  return { ...request, body: (request.body ?? "").replace("{", () => `{"unknown":${value},`) };
}
