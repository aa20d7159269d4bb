import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../src/flow.ts";
import type { Mutant, MutantContext, MutantRequest } from "../../mutant.ts";
import { flowOf, mutateRequest, parametersOf, validParameters, withParameters } from "../../operators/token-request.ts";

/** Proofs of identity that the token endpoint accepts in place of the client secret. */
export const otherProofMutants: readonly Mutant[] = FLOW_NAMES.flatMap((flow) => [
  granting(flow, "token-instead-of-secret", "grants whoever has an access token another one", (request, context) =>
    isActive(context, request.headers["authorization"]?.split(" ")[1]),
  ),
  granting(flow, "token-instead-of-secret", "accepts an access token as the client_secret", (request, context) =>
    isActive(context, parametersOf(context, request)?.client_secret),
  ),
  granting(
    flow,
    "assertions",
    "does not verify the signature of a client_assertion",
    (request, context) => readSubject(assertionOf(request, context)) === context.credentials.clientId,
  ),
  granting(flow, "assertions", "accepts a client_assertion without a signature", (request, context) =>
    assertionOf(request, context).endsWith("."),
  ),
  granting(
    flow,
    "trusted-clients",
    "trusts a client whose address is 127.0.0.1 according to X-Forwarded-For",
    ({ headers }) => headers["x-forwarded-for"] === "127.0.0.1",
  ),
  granting(
    flow,
    "trusted-clients",
    "trusts the user in X-Forwarded-User",
    ({ headers }) => headers["x-forwarded-user"] !== undefined,
  ),
  granting(flow, "trusted-clients", "trusts health checks", ({ headers }) =>
    /HealthChecker/.test(headers["user-agent"] ?? ""),
  ),
  granting(flow, "trusted-clients", "trusts requests to localhost", ({ headers }) => headers["host"] === "localhost"),
  granting(flow, "trusted-clients", "can be debugged", ({ headers }) => headers["x-debug"] === "1"),
]);

/** Grants a token request whose client secret may be wrong. */
function granting(
  flow: FlowName,
  check: string,
  defect: string,
  isProven: (request: MutantRequest, context: MutantContext) => boolean,
): Mutant {
  return {
    title: `The token endpoint ${defect} (${FLOW_LABELS[flow]})`,
    killedBy: `refusals/${flow}-${check}`,
    mutate: mutateRequest((request, context) =>
      flowOf(context, request) === flow && isProven(request, context)
        ? withParameters(context, request, validParameters(context))
        : undefined,
    ),
  };
}

function isActive({ emulator }: MutantContext, token: unknown): boolean {
  return typeof token === "string" && emulator.tokens.find(token)?.state === "active";
}

function assertionOf(request: MutantRequest, context: MutantContext): string {
  const parameters: Readonly<Record<string, unknown>> = { ...parametersOf(context, request) };
  return String(parameters["client_assertion"] ?? "");
}

function readSubject(assertion: string): unknown {
  const [, claims = ""] = assertion.split(".");
  try {
    return JSON.parse(Buffer.from(claims, "base64url").toString()).sub;
  } catch {
    return undefined;
  }
}
