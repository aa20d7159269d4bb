import type { Check } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { FLOW_NAMES, type FlowName } from "../../../../flow.ts";
import { type ParameterName, parameterPointer } from "../../../pointers.ts";
import { type Variant, variant } from "../../variants.ts";
import { rejectsVariants } from "../rejected-variants.ts";

const GRANT_TYPE: ParameterName = "grant_type";

/** A value of a parameter that no server has issued. */
const NEVER_ISSUED = "never-issued-by-anyone";

/** The prefix of grant types that other standards register (RFC 6755). */
const URN = "urn:ietf:params:oauth:grant-type:";

/** Grant types other than the documented one, each with the parameters that belong to it. */
const OTHER_GRANTS: Readonly<Record<string, Readonly<Record<string, string>>>> = {
  refresh_token: { refresh_token: NEVER_ISSUED },
  authorization_code: { code: NEVER_ISSUED, redirect_uri: "https://client.example/" },
  [`${URN}jwt-bearer`]: { assertion: "e30.e30." },
  [`${URN}saml2-bearer`]: { assertion: "PHNhbWw+" },
  [`${URN}device_code`]: { device_code: NEVER_ISSUED },
  [`${URN}token-exchange`]: { subject_token: NEVER_ISSUED, subject_token_type: `${URN}jwt` },
};

/** Token requests with other grant types, and with values that are nearly the documented one. */
export function otherGrantChecks({ contract }: Spec): Check[] {
  const [valid = ""] = contract.grantTypes;
  return FLOW_NAMES.flatMap((flow): Check[] => [
    rejectsVariants({
      flow,
      name: "other-grants",
      description: "with a grant type of another standard",
      requirement: parameterPointer(contract, flow, GRANT_TYPE),
      variants: Object.entries(OTHER_GRANTS).map(([grantType, unknownParameters]) =>
        variant(flow, `the ${GRANT_TYPE} ${grantType}`, () => ({
          parameters: { [GRANT_TYPE]: grantType },
          unknownParameters,
        })),
      ),
    }),
    rejectsVariants({
      flow,
      name: "similar-grants",
      description: "whose grant_type contains or resembles the valid value",
      requirement: parameterPointer(contract, flow, GRANT_TYPE),
      variants: [...similarTo(valid), ...(flow === "json" ? nonStringsWith(valid) : [])].map((value) =>
        withGrantType(flow, value),
      ),
    }),
    rejectsVariants({
      flow,
      name: "padded-grants",
      description: "with invisible characters around grant_type",
      requirement: "rfc6749#4.4.2",
      variants: [` ${valid} `, `${valid}\n`, `${valid}\0`].map((value) => withGrantType(flow, value)),
    }),
  ]);
}

function withGrantType(flow: FlowName, value: unknown): Variant {
  return variant(flow, `the ${GRANT_TYPE} ${JSON.stringify(value)}`, () => ({ parameters: { [GRANT_TYPE]: value } }));
}

function similarTo(valid: string): readonly string[] {
  return [
    valid.slice(0, -1),
    `${valid}x`,
    `x${valid}`,
    valid.replace("_", "-"),
    `${valid} password`,
    `password,${valid}`,
    `${valid}\0x`,
    // No page may repeat this markup: see responses/no-reflection.
    `<b>${valid}</b>`,
  ];
}

/** Values that only JSON can express. */
function nonStringsWith(valid: string): readonly unknown[] {
  return [[valid, "password"], ["password", valid], { $ne: "" }, true, 1];
}
