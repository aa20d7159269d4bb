import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { contains, describeResponse, expectBody, expectStatus, expectThat } from "../../findings.ts";
import { bodyPointer, parameterPointer, responsePointer } from "../../pointers.ts";
import { isAlike } from "../likeness.ts";
import { reveals } from "../reveals.ts";
import { sendTokenRequest } from "../token-requests.ts";
import { UNKNOWN_CREDENTIAL } from "./unknown-credential.ts";
import { sendWrongSecret } from "./wrong-secret.ts";

/** A client secret that no response contains by chance. */
const REPEATED_SECRET = "a-secret-that-no-response-may-repeat";

/** How the token endpoint rejects wrong credentials. */
export function credentialResponseChecks({ document, contract }: Spec): Check[] {
  const unknownClient = { credentials: { clientId: UNKNOWN_CREDENTIAL } };
  return [
    {
      id: "refusals/wrong-secret-status",
      title: "The token endpoint responds with 400 or 401 to a wrong client_secret",
      requirement: "rfc6749#5.2",
      needs: ["credentials"],
      requests: 2,
      wrongSecrets: 1,
      run: async (context) => expectStatus([400, 401], await sendWrongSecret(context, "json", UNKNOWN_CREDENTIAL)),
    },
    {
      id: "refusals/wrong-secret-body",
      title: "The token endpoint responds with one of the observed error bodies to a wrong client_secret",
      requirement: responsePointer("InvalidClient"),
      needs: ["credentials"],
      requests: 2,
      wrongSecrets: 1,
      run: async (context) =>
        expectBody(
          document,
          bodyPointer(contract, "InvalidClient"),
          await sendWrongSecret(context, "json", UNKNOWN_CREDENTIAL),
        ),
    },
    {
      id: "refusals/alike",
      title: "The token endpoint responds to an unknown client_id as it does to a wrong client_secret",
      // Who learns that a client_id exists has less left to guess.
      requirement: "rfc6749#2.3.1",
      needs: ["credentials"],
      requests: 4,
      wrongSecrets: 3,
      async run(context) {
        const unknown = await sendTokenRequest(context, "json", unknownClient);
        const wrong = await sendWrongSecret(context, "json", UNKNOWN_CREDENTIAL);
        const again = await sendTokenRequest(context, "json", unknownClient);
        return expectThat(
          isAlike(unknown.response, wrong.response, again.response),
          `${describeResponse(unknown)}, as for an unknown client_id`,
          wrong,
        );
      },
    },
    {
      id: "refusals/no-secret",
      title: "The token endpoint does not repeat the client_secret when it rejects a token request",
      requirement: parameterPointer(contract, "json", "client_secret"),
      requests: 2,
      wrongSecrets: 1,
      async run(context) {
        const clientSecret = REPEATED_SECRET;
        const unknown = await sendTokenRequest(context, "json", {
          credentials: { ...unknownClient.credentials, clientSecret },
        });
        const incomplete = await sendTokenRequest(context, "json", { parameters: { grant_type: undefined } });
        const expected = "a response without the client_secret";
        const findings = expectThat(!contains(unknown.response, clientSecret), expected, unknown);
        return findings.length > 0
          ? findings
          : expectThat(
              !reveals(context, incomplete.response, context.target.credentials.clientSecret),
              expected,
              incomplete,
            );
      },
    },
  ];
}
