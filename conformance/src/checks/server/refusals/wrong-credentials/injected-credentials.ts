import type { Check, CheckContext } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { FLOW_NAMES } from "../../../../flow.ts";
import type { Credentials } from "../../../../target.ts";
import { type ParameterName, parameterPointer } from "../../../pointers.ts";
import { type Variant, variant } from "../../variants.ts";
import { rejectsVariants } from "../rejected-variants.ts";
import { UNKNOWN_CREDENTIAL } from "../unknown-credential.ts";

const CLIENT_ID: ParameterName = "client_id";
const CLIENT_SECRET: ParameterName = "client_secret";

/** Secrets that mean any secret to a server that puts them into a query, a filter, a pattern or a script. */
const ANY_SECRETS = ["' OR '1'='1", "' || '1'=='1", "%", "*", ".*", "*)(&", "null", "undefined"];

/** Secrets with which servers are delivered, and which nobody may leave in place. */
const DEFAULT_SECRETS = ["changeme", "password", "secret", "admin"];

/** Client ids that mean any application to such a server, or that end the query before it compares the secret. */
const ANY_IDS: readonly (readonly [name: string, vary: (valid: Credentials) => Partial<Credentials>])[] = [
  ["the client_id ' OR '1'='1' -- ", () => ({ clientId: "' OR '1'='1' -- ", clientSecret: UNKNOWN_CREDENTIAL })],
  [
    "the client_id with ' -- after it",
    ({ clientId }) => ({ clientId: `${clientId}' -- `, clientSecret: UNKNOWN_CREDENTIAL }),
  ],
  [
    "the client_id with )(&) after it",
    ({ clientId }) => ({ clientId: `${clientId})(&)`, clientSecret: UNKNOWN_CREDENTIAL }),
  ],
  ["the client_id %", () => ({ clientId: "%" })],
  ["the client_id *", () => ({ clientId: "*" })],
  // Every object inherits these members.
  ...["__proto__", "constructor", "toString"].map(
    (clientId) => [`the client_id ${clientId}`, () => ({ clientId, clientSecret: UNKNOWN_CREDENTIAL })] as const,
  ),
];

/** JSON values that are not strings, and that mean any credential to a document database or a loose comparison. */
const ANY_VALUES = [{ $ne: null }, { $regex: ".*" }, {}, [], true, false, 0, 1];
const ANY_ID_VALUES = [{ $ne: null }, true];
const ANY_VALUES_OF_BOTH = [{ $ne: null }, true, null];

/** Names of form fields that some frameworks read as operators of a document database, and values that they match. */
const OPERATORS = { "[$ne]": "", "[$regex]": ".*" };

/** Token requests with credentials that a server would have to interpret rather than compare. */
export function injectedCredentialChecks({ contract }: Spec): Check[] {
  return [
    ...FLOW_NAMES.flatMap((flow): Check[] => [
      rejectsVariants({
        flow,
        name: "injected-secret",
        description: "whose client_secret is a pattern, part of a query, a word for no value or a default password",
        requirement: parameterPointer(contract, flow, CLIENT_SECRET),
        needs: ["credentials"],
        variants: [...ANY_SECRETS, ...DEFAULT_SECRETS].map((clientSecret) =>
          variant(flow, `the ${CLIENT_SECRET} ${clientSecret}`, ({ target }) =>
            clientSecret === target.credentials.clientSecret ? undefined : { credentials: { clientSecret } },
          ),
        ),
      }),
      rejectsVariants({
        flow,
        name: "injected-id",
        description: "whose client_id is a pattern or part of a query",
        requirement: parameterPointer(contract, flow, CLIENT_ID),
        needs: ["credentials"],
        variants: ANY_IDS.map(([name, vary]) =>
          variant(flow, name, ({ target }) => ({ credentials: vary(target.credentials) })),
        ),
      }),
    ]),
    rejectsVariants({
      flow: "json",
      name: "other-types",
      description: "whose credentials are objects, arrays, booleans or numbers",
      requirement: parameterPointer(contract, "json", CLIENT_SECRET),
      needs: ["credentials"],
      variants: [
        ...ANY_VALUES.map((value) => typed(value, [CLIENT_SECRET])),
        ...ANY_ID_VALUES.map((value) => typed(value, [CLIENT_ID])),
        ...ANY_VALUES_OF_BOTH.map((value) => typed(value, [CLIENT_ID, CLIENT_SECRET])),
        variant("json", `${CLIENT_SECRET} as an operand of $in`, ({ target }) => ({
          parameters: { [CLIENT_SECRET]: { $in: [target.credentials.clientSecret] } },
        })),
      ],
    }),
    rejectsVariants({
      flow: "form",
      name: "bracketed-names",
      description: "whose credentials are in fields with brackets in their names",
      requirement: parameterPointer(contract, "form", CLIENT_SECRET),
      needs: ["credentials"],
      variants: [
        ...Object.entries(OPERATORS).flatMap(([operator, operand]) => [
          bracketed([CLIENT_SECRET], operator, () => operand),
          bracketed([CLIENT_ID, CLIENT_SECRET], operator, () => operand),
        ]),
        bracketed([CLIENT_SECRET], "[]", ({ target }) => target.credentials.clientSecret),
      ],
    }),
  ];
}

function typed(value: unknown, names: readonly ParameterName[]): Variant {
  return variant("json", `${JSON.stringify(value)} as ${names.join(" and as ")}`, () => ({
    parameters: Object.fromEntries(names.map((name) => [name, value])),
  }));
}

function bracketed(
  names: readonly ParameterName[],
  suffix: string,
  valueFor: (context: CheckContext) => string,
): Variant {
  const fields = names.map((name) => name + suffix);
  return variant("form", fields.join(" and "), (context) => ({
    parameters: Object.fromEntries(names.map((name) => [name, undefined])),
    unknownParameters: Object.fromEntries(fields.map((field) => [field, valueFor(context)])),
  }));
}
