import type { Check } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { RESERVED_CLIENT_SECRET_VARIABLE } from "../../../../environment-variables.ts";
import { FLOW_NAMES, type FlowName } from "../../../../flow.ts";
import type { Credentials } from "../../../../target.ts";
import { parameterPointer } from "../../../pointers.ts";
import { type Variant, variant } from "../../variants.ts";
import { rejectsVariants } from "../rejected-variants.ts";
import { type Alteration, alterSecret } from "./alter-secret.ts";

/** Values of credentials with reserved and non-ASCII characters that a server decodes or normalises to the valid ones. */
const RESPELLINGS: readonly (readonly [spelling: string, alter: Alteration])[] = [
  ["with decomposed characters (NFD)", (valid) => valid.normalize("NFD")],
  ["with composed characters (NFC)", (valid) => valid.normalize("NFC")],
  ["with spaces in place of plus signs", (valid) => valid.replaceAll("+", " ")],
  ["with its percent signs decoded", percentDecode],
];

/** Token requests with credentials of two applications, and with those of an application whose spelling matters. */
export function otherApplicationChecks({ contract }: Spec): Check[] {
  return FLOW_NAMES.flatMap((flow): Check[] => [
    rejectsVariants({
      flow,
      name: "mixed-applications",
      description: "with the client_id of one application and the client_secret of another",
      requirement: parameterPointer(contract, flow, "client_id"),
      needs: ["credentials", "second-application"],
      variants: [
        mixed(flow, "the client_id of the first application and the client_secret of the second", (first, second) => ({
          ...first,
          clientSecret: second.clientSecret,
        })),
        mixed(flow, "the client_id of the second application and the client_secret of the first", (first, second) => ({
          ...second,
          clientSecret: first.clientSecret,
        })),
      ],
    }),
    rejectsVariants({
      flow,
      name: "respelled-credentials",
      description: "whose credentials contain reserved or non-ASCII characters in another form",
      requirement: "rfc6749#1.9",
      needs: ["credentials", "reserved-characters"],
      variants: RESPELLINGS.flatMap(([spelling, alter]): Variant[] => [
        variant(flow, `the client_secret ${spelling}`, (context) => {
          const { credentials, reservedCredentials = credentials } = context.target;
          const clientSecret = alterSecret(context, flow, alter, reservedCredentials, RESERVED_CLIENT_SECRET_VARIABLE);
          return clientSecret === undefined ? undefined : { credentials: { ...reservedCredentials, clientSecret } };
        }),
        variant(flow, `the client_id ${spelling}`, ({ target }) => {
          const { credentials, reservedCredentials = credentials } = target;
          const clientId = alter(reservedCredentials.clientId);
          return clientId === undefined || clientId === reservedCredentials.clientId
            ? undefined
            : { credentials: { ...reservedCredentials, clientId } };
        }),
      ]),
    }),
  ]);
}

/** A token request with the credentials of two applications; applications with the same secret cannot be told apart. */
function mixed(flow: FlowName, name: string, mix: (first: Credentials, second: Credentials) => Credentials): Variant {
  return variant(flow, name, ({ target: { credentials: first, secondCredentials: second = first } }) =>
    first.clientSecret === second.clientSecret ? undefined : { credentials: mix(first, second) },
  );
}

/** Decodes once more what a form or JSON has carried; undefined if it is not percent-encoded. */
function percentDecode(valid: string): string | undefined {
  try {
    return decodeURIComponent(valid);
  } catch {
    return undefined;
  }
}
