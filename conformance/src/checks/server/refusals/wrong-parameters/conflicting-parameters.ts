import type { Check, CheckContext } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { FLOW_NAMES, type FlowName } from "../../../../flow.ts";
import type { WireRequest } from "../../../../wire/exchange.ts";
import { validParameters } from "../../../../wire/token-request.ts";
import { type ParameterName, parameterPointer } from "../../../pointers.ts";
import { buildTokenRequest } from "../../token-requests.ts";
import type { Variant } from "../../variants.ts";
import { rejectsVariants } from "../rejected-variants.ts";
import { UNKNOWN_CREDENTIAL } from "../unknown-credential.ts";

const CLIENT_ID: ParameterName = "client_id";
const CLIENT_SECRET: ParameterName = "client_secret";
const GRANT_TYPE: ParameterName = "grant_type";

/** A grant type that MicroBilt does not support. */
const OTHER_GRANT_TYPE = "password";

/** Token requests that have one parameter in the query and in the body, with different values. */
export function conflictingParameterChecks({ contract }: Spec): Check[] {
  return [
    ...FLOW_NAMES.map((flow) =>
      rejectsVariants({
        flow,
        name: "query-over-body",
        description: "with wrong credentials in the body and valid ones in the query",
        requirement: parameterPointer(contract, flow, CLIENT_SECRET),
        needs: ["credentials"],
        variants: [CLIENT_SECRET, CLIENT_ID].map((name) => conflict(flow, name, "valid in the query")),
      }),
    ),
    rejectsVariants({
      flow: "json",
      name: "grant-type-against-query",
      description: "with an unsupported grant_type in the body and the valid one in the query",
      requirement: parameterPointer(contract, "json", GRANT_TYPE),
      variants: [conflict("json", GRANT_TYPE, "valid in the query")],
    }),
    rejectsVariants({
      flow: "form",
      name: "grant-type-against-body",
      description: "with an unsupported grant_type in the query and the valid one in the body",
      // A server may read grant_type from the body, as the standard has it, and nothing says which of two values counts.
      requirement: "rfc6749#3.2",
      variants: [conflict("form", GRANT_TYPE, "valid in the body")],
    }),
    rejectsVariants({
      flow: "form",
      name: "body-against-grant-type",
      description: "with the valid grant_type in the query and another one in the body",
      requirement: "rfc6749#3.2",
      variants: [conflict("form", GRANT_TYPE, "valid in the query")],
    }),
  ];
}

/** A token request with a parameter in both places, one of which has the valid value. */
function conflict(flow: FlowName, name: ParameterName, place: "valid in the query" | "valid in the body"): Variant {
  return {
    name: `two values of ${name}, the one ${place}`,
    build(context) {
      const valid = String(validParameters(context.contract, context.target.credentials)[name]);
      const invalid = name === GRANT_TYPE ? OTHER_GRANT_TYPE : UNKNOWN_CREDENTIAL;
      return place === "valid in the query"
        ? withBoth(context, flow, name, { query: valid, body: invalid })
        : withBoth(context, flow, name, { query: invalid, body: valid });
    },
  };
}

function withBoth(
  context: CheckContext,
  flow: FlowName,
  name: ParameterName,
  values: { readonly query: string; readonly body: string },
): WireRequest {
  const request = buildTokenRequest(context, flow);
  const url = new URL(request.url);
  url.searchParams.set(name, values.query);
  const body = request.body ?? "";
  return {
    ...request,
    url: url.href,
    body: flow === "json" ? inJson(body, name, values.body) : inForm(body, name, values.body),
  };
}

function inJson(body: string, name: ParameterName, value: string): string {
  return JSON.stringify({ ...JSON.parse(body), [name]: value });
}

function inForm(body: string, name: ParameterName, value: string): string {
  const fields = new URLSearchParams(body);
  fields.set(name, value);
  return fields.toString();
}
