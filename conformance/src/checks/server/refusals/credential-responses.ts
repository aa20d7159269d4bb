import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { contains, describeResponse, expectBody, expectStatus, expectThat } from "../../findings.ts";
import { bodyPointer, parameterPointer, responsePointer } from "../../pointers.ts";
import { sendTokenRequest } from "../token-requests.ts";
import { UNKNOWN_CREDENTIAL } from "./unknown-credential.ts";

/** How the token endpoint rejects wrong credentials. */
export function credentialResponseChecks({ document, contract }: Spec): Check[] {
  const wrongSecret = { credentials: { clientSecret: UNKNOWN_CREDENTIAL } };
  const unknownClient = { credentials: { clientId: UNKNOWN_CREDENTIAL } };
  return [
    {
      id: "refusals/wrong-secret-status",
      title: "The token endpoint responds with 400 or 401 to a wrong client_secret",
      requirement: "rfc6749#5.2",
      needs: ["credentials"],
      run: async (context) => expectStatus([400, 401], await sendTokenRequest(context, "json", wrongSecret)),
    },
    {
      id: "refusals/wrong-secret-body",
      title: "The token endpoint responds with one of the observed error bodies to a wrong client_secret",
      requirement: responsePointer("InvalidClient"),
      needs: ["credentials"],
      run: async (context) =>
        expectBody(
          document,
          bodyPointer(contract, "InvalidClient"),
          await sendTokenRequest(context, "json", wrongSecret),
        ),
    },
    {
      id: "refusals/alike",
      title: "The token endpoint responds to an unknown client_id as it does to a wrong client_secret",
      requirement: "rfc6749#5.2",
      needs: ["credentials"],
      requests: 2,
      async run(context) {
        const unknown = describeResponse(await sendTokenRequest(context, "json", unknownClient));
        const wrong = await sendTokenRequest(context, "json", wrongSecret);
        return expectThat(unknown === describeResponse(wrong), `${unknown}, as for an unknown client_id`, wrong);
      },
    },
    {
      id: "refusals/no-secret",
      title: "The token endpoint does not repeat the client_secret when it rejects a token request",
      requirement: parameterPointer(contract, "json", "client_secret"),
      requests: 2,
      async run(context) {
        const exchanges = [
          await sendTokenRequest(context, "json", unknownClient),
          await sendTokenRequest(context, "json", { parameters: { grant_type: undefined } }),
        ];
        const { clientSecret } = context.target.credentials;
        return exchanges.flatMap((exchange) =>
          expectThat(!contains(exchange.response, clientSecret), "a response without the client_secret", exchange),
        );
      },
    },
  ];
}
