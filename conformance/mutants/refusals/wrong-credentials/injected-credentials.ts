import type { TokenResponse } from "@microbilt-oauth/spec/types";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../src/flow.ts";
import type { Mutant } from "../../mutant.ts";
import { mutateResponse } from "../../operators/response.ts";
import {
  isTokenRequest,
  mutateParameters,
  type ParameterName,
  type RequestParameters,
  validParameters,
} from "../../operators/token-request.ts";

/** Credentials that the token endpoint interprets rather than compares, and rejections that contain an access token. */
export const injectedCredentialMutants: readonly Mutant[] = [
  {
    title: "The token endpoint responds to wrong credentials with 401 and an access token",
    killedBy: "refusals/json-injected-secret",
    mutate: mutateResponse((response, context, request) => {
      const members = { access_token: context.emulator.tokens.issue(context.credentials.clientId) };
      return isTokenRequest(context, request) && response.status === 401
        ? { ...response, body: JSON.stringify(members satisfies Partial<TokenResponse>) }
        : response;
    }),
  },
  ...FLOW_NAMES.flatMap((flow) => [
    interpreting(flow, "injected-secret", "puts the client_secret into SQL", hasQuoteIn("client_secret")),
    interpreting(flow, "injected-secret", "compares the client_secret with LIKE", isOneOf("client_secret", "%")),
    interpreting(
      flow,
      "injected-secret",
      "puts the client_secret into an LDAP filter",
      isOneOf("client_secret", "*", "*)(&"),
    ),
    interpreting(
      flow,
      "injected-secret",
      "reads the client_secret as a regular expression",
      isOneOf("client_secret", ".*"),
    ),
    interpreting(
      flow,
      "injected-secret",
      "accepts the client_secret null or undefined",
      isOneOf("client_secret", "undefined", "null"),
    ),
    interpreting(flow, "injected-secret", "accepts the client_secret changeme", isOneOf("client_secret", "changeme")),
    interpreting(flow, "injected-id", "puts the client_id into SQL", hasQuoteIn("client_id")),
    interpreting(flow, "injected-id", "puts the client_id into an LDAP filter", ({ client_id }) =>
      String(client_id).endsWith(")(&)"),
    ),
    interpreting(
      flow,
      "injected-id",
      "looks up applications in an object, and finds what it inherits",
      ({ client_id }) => typeof client_id === "string" && client_id in {},
    ),
    interpreting(flow, "injected-id", "reads the client_id as a pattern", isOneOf("client_id", "*", "%", ".*")),
  ]),
  interpreting(
    "json",
    "other-types",
    "passes a client_secret that is an object to a document database",
    ({ client_secret }) => hasOperator(client_secret),
  ),
  interpreting("json", "other-types", "passes a client_id that is an object to a document database", ({ client_id }) =>
    hasOperator(client_id),
  ),
  interpreting(
    "json",
    "other-types",
    "accepts true as the client_secret",
    ({ client_secret }) => client_secret === true,
  ),
  interpreting(
    "json",
    "other-types",
    "accepts a number as the client_secret",
    ({ client_secret }) => typeof client_secret === "number",
  ),
  interpreting(
    "json",
    "other-types",
    "does not compare the client_secret false",
    ({ client_secret }) => client_secret === false,
  ),
  interpreting(
    "json",
    "other-types",
    "accepts an empty object as the client_secret",
    ({ client_secret }) => JSON.stringify(client_secret) === "{}",
  ),
  interpreting(
    "json",
    "other-types",
    "accepts null as both credentials",
    ({ client_id, client_secret }) => client_id === null && client_secret === null,
  ),
  interpreting(
    "form",
    "bracketed-names",
    "reads client_secret[$ne] as an operator",
    (parameters) => "client_secret[$ne]" in parameters && "client_id" in parameters,
  ),
  interpreting(
    "form",
    "bracketed-names",
    "reads client_id[$regex] and client_secret[$regex] as operators",
    (parameters) => "client_secret[$regex]" in parameters && "client_id[$regex]" in parameters,
  ),
  interpreting(
    "form",
    "bracketed-names",
    "reads client_secret[] as an array",
    (parameters) => "client_secret[]" in parameters,
  ),
];

/** Grants a token request whose parameters match. */
function interpreting(
  flow: FlowName,
  check: string,
  defect: string,
  isMatch: (parameters: RequestParameters) => boolean,
): Mutant {
  return {
    title: `The token endpoint ${defect} (${FLOW_LABELS[flow]})`,
    killedBy: `refusals/${flow}-${check}`,
    mutate: mutateParameters((parameters, context, actualFlow) =>
      actualFlow === flow && isMatch(parameters) ? validParameters(context) : undefined,
    ),
  };
}

function isOneOf(name: ParameterName, ...values: readonly string[]): (parameters: RequestParameters) => boolean {
  return (parameters) => values.includes(String(parameters[name]));
}

function hasQuoteIn(name: ParameterName): (parameters: RequestParameters) => boolean {
  return (parameters) => typeof parameters[name] === "string" && parameters[name].includes("'");
}

function hasOperator(value: unknown): boolean {
  return typeof value === "object" && value !== null && Object.keys(value).some((key) => key.startsWith("$"));
}
