import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../src/flow.ts";
import { RESERVED_CREDENTIALS } from "../../../src/target.ts";
import type { Mutant } from "../../mutant.ts";
import {
  bodyParametersOf,
  flowOf,
  mutateParameters,
  type RequestParameters,
  validParameters,
  withParameters,
} from "../../operators/token-request.ts";

/** Credentials that the token endpoint checks one by one, or only after it has rewritten them. */
export const otherApplicationMutants: readonly Mutant[] = FLOW_NAMES.flatMap((flow) => [
  {
    title: `The token endpoint checks client_id and client_secret of a ${FLOW_LABELS[flow]} token request separately`,
    killedBy: `refusals/${flow}-mixed-applications`,
    // Gets a token for the second application.
    after: ["token-response/own-token"],
    mutate: (context) => {
      const [ids, secrets] = [new Set<unknown>(), new Set<unknown>()];
      return async (request, original) => {
        const response = await original(request);
        const { client_id, client_secret } = bodyParametersOf(request);
        if (response.status === 200) {
          ids.add(client_id);
          secrets.add(client_secret);
          return response;
        }
        return flowOf(context, request) === flow && ids.has(client_id) && secrets.has(client_secret)
          ? original(withParameters(context, request, validParameters(context)))
          : response;
      };
    },
  },
  respelling(flow, "applies canonical normalisation to", (text) => text.normalize("NFC")),
  respelling(flow, "decodes percent signs and plus signs in", (text) => decodeURIComponent(text.replaceAll("+", " "))),
]);

/** Accepts credentials that are equal to the valid ones only after both were rewritten. */
function respelling(flow: FlowName, defect: string, rewrite: (text: string) => string): Mutant {
  const { clientId, clientSecret } = RESERVED_CREDENTIALS;
  return {
    title: `The token endpoint ${defect} the credentials in a ${FLOW_LABELS[flow]} token request`,
    killedBy: `refusals/${flow}-respelled-credentials`,
    mutate: mutateParameters((parameters, _, actualFlow) =>
      actualFlow === flow && isSame(parameters.client_id, clientId) && isSame(parameters.client_secret, clientSecret)
        ? ({ client_id: clientId, client_secret: clientSecret } satisfies RequestParameters)
        : undefined,
    ),
  };

  function isSame(value: unknown, valid: string): boolean {
    return typeof value === "string" && (value === valid || tryRewrite(value) === tryRewrite(valid));
  }

  function tryRewrite(text: string): string {
    try {
      return rewrite(text);
    } catch {
      return text;
    }
  }
}
