import type { Check, CheckContext, Finding } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import type { WireRequest } from "../../../../wire/exchange.ts";
import { containsToken } from "../../../../wire/issued-token.ts";
import { validParameters } from "../../../../wire/token-request.ts";
import { expectThat } from "../../../findings.ts";
import { type ParameterName, parameterNames } from "../../../pointers.ts";
import { buildTokenRequest } from "../../token-requests.ts";
import { rejectsVariants } from "../rejected-variants.ts";
import { UNKNOWN_CREDENTIAL } from "../unknown-credential.ts";

/** Which of the two values of a repeated parameter is valid. */
type ValidValue = "first" | "last";

/** Token requests that have one parameter twice in one place, with different values. */
export function repeatedParameterChecks({ contract }: Spec): Check[] {
  const inJson = parameterNames(contract, "json");
  const inForm = parameterNames(contract, "form");
  return [
    {
      id: "refusals/json-repeated-members",
      title: "The token endpoint does not look for the valid one of two JSON members with the same name",
      requirement: "rfc8259#4",
      needs: ["credentials"],
      baseline: "json",
      requests: 2 * inJson.length,
      wrongSecrets: 2 * inJson.length,
      async run(context) {
        const findings: Finding[] = [];
        for (const name of inJson) {
          findings.push(...(await rejectOneOrder(context, name)));
        }
        return findings;
      },
    },
    rejectsVariants({
      flow: "form",
      name: "conflicting-fields",
      description: "with two values of a parameter, one of which is valid",
      requirement: "rfc6749#3.2",
      needs: ["credentials"],
      variants: inForm.flatMap((name) =>
        (["first", "last"] as const).map((valid) => ({
          name: `two values of ${name}, the ${valid} of which is valid`,
          build: (context: CheckContext) => repeatInForm(context, name, valid),
        })),
      ),
    }),
  ];
}

/**
 * RFC 8259 lets a reader use either of two members with the same name, or reject both. It must not depend on which of
 * them is valid.
 */
async function rejectOneOrder(context: CheckContext, name: ParameterName): Promise<readonly Finding[]> {
  const last = await context.send(repeatInJson(context, name, "last"));
  if (!containsToken(last)) {
    return [];
  }
  const first = await context.send(repeatInJson(context, name, "first"));
  return expectThat(
    !containsToken(first),
    `no access token for two values of ${name}, of which either the first or the last is valid`,
    first,
    "an access token in both orders",
  );
}

/** Both values of a parameter, in order. */
function valuesOf({ contract, target }: CheckContext, name: ParameterName, valid: ValidValue): readonly unknown[] {
  const wrong = name === ("grant_type" satisfies ParameterName) ? "password" : UNKNOWN_CREDENTIAL;
  const right = validParameters(contract, target.credentials)[name];
  return valid === "first" ? [right, wrong] : [wrong, right];
}

function repeatInJson(context: CheckContext, name: ParameterName, valid: ValidValue): WireRequest {
  const request = buildTokenRequest(context, "json", { parameters: { [name]: undefined } });
  const members = valuesOf(context, name, valid).map((value) => `${JSON.stringify(name)}:${JSON.stringify(value)},`);
  return { ...request, body: (request.body ?? "").replace("{", () => `{${members.join("")}`) };
}

/** Repeats a field where the document puts the parameter: in the body or in the query. */
function repeatInForm(context: CheckContext, name: ParameterName, valid: ValidValue): WireRequest {
  const request = buildTokenRequest(context, "form", { parameters: { [name]: undefined } });
  const pairs = valuesOf(context, name, valid).map((value): [string, string] => [name, String(value)]);
  const fields = new URLSearchParams(pairs).toString();
  return context.contract.flows.form.query.includes(name)
    ? { ...request, url: `${request.url}?${fields}` }
    : { ...request, body: [request.body, fields].join("&") };
}
