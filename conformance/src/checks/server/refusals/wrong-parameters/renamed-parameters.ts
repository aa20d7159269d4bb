import type { Check } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { FLOW_NAMES, type FlowName } from "../../../../flow.ts";
import { validParameters } from "../../../../wire/token-request.ts";
import { type ParameterName, parameterNames } from "../../../pointers.ts";
import { type Variant, variant } from "../../variants.ts";
import { rejectsVariants } from "../rejected-variants.ts";

/** How a name can be spelled that means the same to a server that is not exact. */
const SPELLINGS: Readonly<Record<string, (name: string) => string>> = {
  "in upper case": (name) => name.toUpperCase(),
  "with capitals": (name) => name.replace(/(?:^|_)[a-z]/g, (start) => start.toUpperCase()),
  "in camel case": (name) => name.replace(/_([a-z])/g, (_, letter: string) => letter.toUpperCase()),
};

/** Names of members that could contain the parameters. */
const CONTAINERS = ["data", "request", "parameters"];

/** Token requests that have the valid values under other names, or in other places. */
export function renamedParameterChecks({ contract }: Spec): Check[] {
  return [
    ...FLOW_NAMES.flatMap((flow): Check[] => [
      rejectsVariants({
        flow,
        name: "parameter-case",
        description: "whose parameter names are in another case",
        requirement: "rfc6749#1.9",
        variants: Object.entries(SPELLINGS).flatMap(([description, spell]) =>
          parameterNames(contract, flow).map((name) => renamed(flow, name, description, spell)),
        ),
      }),
      rejectsVariants({
        flow,
        name: "parameters-in-fields",
        description: "with parameters in header fields",
        requirement: "rfc6749#3.2",
        variants: parameterNames(contract, flow).map((name) => inField(flow, name)),
      }),
    ]),
    rejectsVariants({
      flow: "json",
      name: "nested-parameters",
      description: "whose parameters are in a member of the body",
      requirement: "rfc8259#4",
      variants: CONTAINERS.map((container) => ({
        name: `all parameters in a member ${container}`,
        build(context) {
          const request = variant("json", container, () => ({})).build(context);
          return request && { ...request, body: JSON.stringify({ [container]: JSON.parse(request.body ?? "{}") }) };
        },
      })),
    }),
  ];
}

function renamed(flow: FlowName, name: ParameterName, description: string, spell: (name: string) => string): Variant {
  return variant(flow, `${name} ${description}`, ({ contract, target }) => ({
    parameters: { [name]: undefined },
    unknownParameters: { [spell(name)]: String(validParameters(contract, target.credentials)[name]) },
  }));
}

/** The value must be one that a header field can carry. */
function inField(flow: FlowName, name: ParameterName): Variant {
  return variant(flow, `${name} in header fields`, ({ contract, target }) => {
    const value = String(validParameters(contract, target.credentials)[name]);
    const field = name.replaceAll("_", "-");
    return /^[\x21-\x7e]+$/.test(value)
      ? { parameters: { [name]: undefined }, headers: { [field]: value, [name]: value, [`x-${field}`]: value } }
      : undefined;
  });
}
