import { FLOW_LABELS, FLOW_NAMES } from "../../src/flow.ts";
import type { Mutant } from "../mutant.ts";
import { mutateResponse } from "../operators/response.ts";
import {
  accepting,
  bodyParametersOf,
  isTokenRequest,
  mutateParameters,
  validParameters,
  withParameters,
} from "../operators/token-request.ts";

/** Invalid credentials that the token endpoint accepts, and rejections that reveal too much. */
export const credentialMutants: readonly Mutant[] = [
  ...FLOW_NAMES.flatMap((flow): Mutant[] => [
    {
      title: `The token endpoint accepts any client_secret in a ${FLOW_LABELS[flow]} token request`,
      killedBy: `refusals/${flow}-wrong-secret`,
      ...(flow === "json" && { notedBy: ["refusals/wrong-secret-body"] }),
      mutate: accepting(
        flow,
        "client_secret",
        (value, valid) => typeof value === "string" && value !== "" && value !== valid,
      ),
    },
    {
      title: `The token endpoint accepts any client_id in a ${FLOW_LABELS[flow]} token request`,
      killedBy: `refusals/${flow}-unknown-client`,
      mutate: accepting(
        flow,
        "client_id",
        (value) => typeof value === "string" && value.startsWith("not-a-credential"),
      ),
    },
  ]),
  acceptingSecret(
    "accepts the beginning of the client_secret",
    "cut-secret",
    (value, valid) => value.length > 1 && valid.startsWith(value),
  ),
  acceptingSecret("ignores what follows the client_secret", "longer-secret", (value, valid) => value.startsWith(valid)),
  acceptingSecret(
    "ignores whitespace around the client_secret",
    "padded-secret",
    (value, valid) => value.trim() === valid,
  ),
  acceptingSecret(
    "ignores the case of the client_secret",
    "secret-case",
    (value, valid) => value.toLowerCase() === valid.toLowerCase(),
  ),
  {
    title: "The token endpoint ignores the case of the client_id",
    killedBy: "refusals/id-case",
    mutate: accepting("json", "client_id", (value, valid) => String(value).toLowerCase() === valid.toLowerCase()),
  },
  {
    title: "The token endpoint accepts the client_id and the client_secret in each other's place",
    killedBy: "refusals/swapped",
    mutate: mutateParameters((parameters, context) =>
      parameters.client_id === context.credentials.clientSecret ? validParameters(context) : undefined,
    ),
  },
  {
    title: "The token endpoint accepts the client_secret of any application that got a token",
    killedBy: "refusals/secret-of-another",
    // Gets a token for the second application.
    after: ["token-response/own-token"],
    mutate: (context) => {
      const secrets = new Set<unknown>();
      return async (request, original) => {
        const response = await original(request);
        const { client_id, client_secret, grant_type } = bodyParametersOf(request);
        if (response.status === 200) {
          secrets.add(client_secret);
          return response;
        }
        const valid = validParameters(context);
        return client_id === valid.client_id && secrets.has(client_secret) && grant_type === valid.grant_type
          ? original(withParameters(context, request, valid))
          : response;
      };
    },
  },
  {
    title: "The token endpoint responds with 403 to wrong credentials",
    killedBy: "refusals/wrong-secret-status",
    mutate: mutateResponse((response, context, request) =>
      isTokenRequest(context, request) && response.status === 401 ? { ...response, status: 403 } : response,
    ),
  },
  {
    title: "The token endpoint reveals whether the client_id or the client_secret is wrong",
    killedBy: "refusals/alike",
    mutate: mutateResponse((response, context, request) =>
      isTokenRequest(context, request) &&
      response.status === 401 &&
      bodyParametersOf(request).client_id === context.credentials.clientId
        ? { ...response, body: response.body.replace("ClientId", "ClientSecret") }
        : response,
    ),
  },
  {
    title: "The token endpoint repeats the request when it rejects it",
    killedBy: "refusals/no-secret",
    mutate: mutateResponse((response, context, request) =>
      isTokenRequest(context, request) && response.status >= 400
        ? { ...response, body: response.body.replace("{", `{"request":${JSON.stringify(request.body.toString())},`) }
        : response,
    ),
  },
];

function acceptingSecret(defect: string, check: string, isAccepted: (value: string, valid: string) => boolean): Mutant {
  return {
    title: `The token endpoint ${defect}`,
    killedBy: `refusals/${check}`,
    mutate: accepting("json", "client_secret", (value, valid) => isAccepted(String(value), valid)),
  };
}
