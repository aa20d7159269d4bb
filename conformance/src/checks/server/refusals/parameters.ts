import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../flow.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import { validParameters } from "../../../wire/token-request.ts";
import { expectBody, expectClientError, expectNoToken, expectStatus } from "../../findings.ts";
import { bodyPointer, type ParameterName, parameterNames, parameterPointer, responsePointer } from "../../pointers.ts";
import { buildTokenRequest, sendTokenRequest } from "../token-requests.ts";
import { UNKNOWN_CREDENTIAL } from "./unknown-credential.ts";

const LONG_VALUE = "x".repeat(100_000);
/** A server should accept a URL of 8000 characters (RFC 9110, section 4.1). */
const LONG_VALUE_IN_QUERY = "x".repeat(5_000);

const GRANT_TYPE: ParameterName = "grant_type";

/** Token requests with a parameter that is missing or invalid. */
export function rejectedParameterChecks({ document, contract }: Spec): Check[] {
  return [
    ...FLOW_NAMES.flatMap((flow) =>
      parameterNames(contract, flow).flatMap((name) => [
        rejected(flow, name, "without", `without ${name}`, parameterPointer(contract, flow, name), () => undefined),
        rejected(flow, name, "empty", `with an empty ${name}`, "rfc6749#3.2", () => ""),
        ...(flow === "json" ? jsonValueChecks(name) : [repeatedCheck(name)]),
        longValueCheck(flow, name),
      ]),
    ),
    {
      id: "refusals/missing-parameter-status",
      title: `The token endpoint responds with 400 to a token request without ${GRANT_TYPE}`,
      requirement: "rfc6749#5.2",
      requests: FLOW_NAMES.length,
      async run(context) {
        const findings: Finding[] = [];
        for (const flow of FLOW_NAMES) {
          const exchange = await sendTokenRequest(context, flow, { parameters: { [GRANT_TYPE]: undefined } });
          findings.push(...expectStatus([400], exchange));
        }
        return findings;
      },
    },
    {
      id: "refusals/missing-parameter-body",
      title: "The token endpoint responds with one of the observed error bodies to a token request without client_id",
      requirement: responsePointer("InvalidTokenRequest"),
      async run(context) {
        const exchange = await sendTokenRequest(context, "json", { parameters: { client_id: undefined } });
        return expectBody(document, bodyPointer(contract, "InvalidTokenRequest"), exchange);
      },
    },
  ];

  /** Values that only JSON can express. */
  function jsonValueChecks(name: ParameterName): Check[] {
    const requirement = parameterPointer(contract, "json", name);
    return [
      rejected("json", name, "null", `whose ${name} is null`, requirement, () => null),
      // To some readers, an array is a parameter that is sent several times.
      rejected("json", name, "array", `whose ${name} is an array with the valid value`, "rfc6749#3.2", ({ target }) => [
        validParameters(contract, target.credentials)[name],
      ]),
    ];
  }

  function longValueCheck(flow: FlowName, name: ParameterName): Check {
    const value = contract.flows[flow].query.includes(name) ? LONG_VALUE_IN_QUERY : LONG_VALUE;
    const description = `whose ${name} has ${value.length.toLocaleString("en")} characters`;
    if (name === GRANT_TYPE) {
      return rejected(flow, name, "long", description, parameterPointer(contract, flow, name), () => value);
    }
    return {
      ...rejected(flow, name, "long", description, "rfc9110#15.5.1", () => value),
      title: `The token endpoint responds with a 4xx status to a ${FLOW_LABELS[flow]} token request ${description}`,
      // A server that accepts any credentials accepts long ones too, but no server supports a long grant type.
      needs: ["credentials"],
      requests: 4,
      wrongSecrets: 2,
      async run(context) {
        const exchange = await sendTokenRequest(context, flow, { parameters: { [name]: value } });
        await sendTokenRequest(context, flow);
        const findings = expectClientError(exchange);
        // Gateways of this family respond with 500 to wrong credentials of any length.
        return findings.length > 0 && (await isUsualStatus(context, flow, name, exchange)) ? [] : findings;
      },
    };
  }

  /** Every reader of a form notices a repeated field; many readers of JSON do not notice a repeated member. */
  function repeatedCheck(name: ParameterName): Check {
    return {
      id: `refusals/form-repeated-${name}`,
      title: titleOf("form", `with ${name} twice`),
      requirement: "rfc6749#3.2",
      baseline: "form",
      async run(context) {
        const request = buildTokenRequest(context, "form");
        const [address = "", query = ""] = request.url.split("?");
        return expectNoToken(
          await context.send({
            ...request,
            url: `${address}?${repeatField(query, name)}`,
            body: repeatField(request.body ?? "", name),
          }),
        );
      },
    };
  }
}

function rejected(
  flow: FlowName,
  name: ParameterName,
  kind: string,
  description: string,
  requirement: Check["requirement"],
  valueFor: (context: CheckContext) => unknown,
): Check {
  return {
    id: `refusals/${flow}-${kind}-${name}`,
    title: titleOf(flow, description),
    requirement,
    baseline: flow,
    run: async (context) =>
      expectNoToken(await sendTokenRequest(context, flow, { parameters: { [name]: valueFor(context) } })),
  };
}

/** Whether a server responds to an ordinary wrong credential with the same status. */
async function isUsualStatus(
  context: CheckContext,
  flow: FlowName,
  name: ParameterName,
  { response: { status } }: Exchange,
): Promise<boolean> {
  const usual = await sendTokenRequest(context, flow, { parameters: { [name]: UNKNOWN_CREDENTIAL } });
  await sendTokenRequest(context, flow);
  return status >= 500 && status === usual.response.status;
}

function titleOf(flow: FlowName, description: string): string {
  return `The token endpoint rejects a ${FLOW_LABELS[flow]} token request ${description}`;
}

/** A form without the field stays as it is. */
function repeatField(form: string, name: string): string {
  return [form, ...form.split("&").filter((field) => field.startsWith(`${name}=`))].join("&");
}
