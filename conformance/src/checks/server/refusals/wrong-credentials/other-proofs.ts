import type { Check, CheckContext } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import { OTHER_TOKEN_VARIABLE } from "../../../../environment-variables.ts";
import { FLOW_NAMES, type FlowName } from "../../../../flow.ts";
import type { Exchange } from "../../../../wire/exchange.ts";
import { containsToken } from "../../../../wire/issued-token.ts";
import { expectNoToken } from "../../../findings.ts";
import { type ParameterName, parameterPointer } from "../../../pointers.ts";
import { signWithHmac, writeJwt } from "../../bearer/invalid-tokens/jwt.ts";
import { sendTokenRequest, type Variation } from "../../token-requests.ts";
import { OTHER_TRUSTED_CLIENTS, PROXIED_CLIENTS } from "../../trusted-clients.ts";
import { type Variant, variant } from "../../variants.ts";
import { rejectsVariants } from "../rejected-variants.ts";
import { UNKNOWN_CREDENTIAL } from "../unknown-credential.ts";

const WITHOUT_SECRET: Readonly<Partial<Record<ParameterName, undefined>>> = { client_secret: undefined };
const SECOND_IN_MS = 1_000;
const HOUR_IN_S = 3_600;
/** RFC 7523, section 2.2. */
const ASSERTION_TYPE = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

/** Token requests with another proof of identity than the client secret, and with header fields that servers trust. */
export function otherProofChecks({ contract }: Spec): Check[] {
  return FLOW_NAMES.flatMap((flow): Check[] => {
    const requirement = parameterPointer(contract, flow, "client_secret");
    return [
      {
        id: `refusals/${flow}-token-instead-of-secret`,
        title: `The token endpoint rejects a ${flow === "json" ? "JSON" : "form"} token request with an access token in place of the client_secret`,
        requirement,
        needs: ["credentials", "tokens"],
        baseline: flow,
        requests: 6,
        wrongSecrets: 3,
        run: (context) => rejectAccessToken(context, flow),
      },
      rejectsVariants({
        flow,
        name: "assertions",
        description: "with a client assertion that is not signed, or not by the client",
        requirement,
        needs: ["credentials"],
        variants: [
          assertion(flow, "a client_assertion with the algorithm none", (claims) =>
            writeJwt({ header: { alg: "none", typ: "JWT" }, claims, signature: "" }),
          ),
          assertion(flow, "a client_assertion that is signed with an empty key", (claims) =>
            signWithHmac({ header: { typ: "JWT" }, claims }, ""),
          ),
          assertion(flow, "a client_assertion that is signed with another key", (claims) =>
            signWithHmac({ header: { typ: "JWT" }, claims }, UNKNOWN_CREDENTIAL),
          ),
        ],
      }),
      rejectsVariants({
        flow,
        name: "trusted-clients",
        description: "with a wrong client_secret and header fields that look like those of a trusted client",
        requirement,
        needs: ["credentials"],
        variants: [...PROXIED_CLIENTS, ...OTHER_TRUSTED_CLIENTS].map(({ description, headers }) =>
          variant(flow, `a wrong client_secret ${description}`, () => ({
            headers,
            credentials: { clientSecret: UNKNOWN_CREDENTIAL },
          })),
        ),
      }),
    ];
  });
}

/** An access token proves that somebody had the client secret, not that the caller has it. */
async function rejectAccessToken(context: CheckContext, flow: FlowName) {
  const { accessToken } = await context.sharedToken(flow);
  const authorization = `${context.contract.bearer.scheme} ${accessToken}`;
  const variations: readonly Variation[] = [
    { headers: { authorization }, parameters: WITHOUT_SECRET },
    { headers: { authorization }, credentials: { clientSecret: UNKNOWN_CREDENTIAL } },
    { credentials: { clientSecret: accessToken } },
  ];
  const exchanges: Exchange[] = [];
  for (const variation of variations) {
    exchanges.push(await sendTokenRequest(context, flow, variation));
    await sendTokenRequest(context, flow);
  }
  return exchanges.filter(containsToken).flatMap(expectNoToken);
}

/** A token request that a client assertion (RFC 7523, section 3) authenticates in place of the client secret. */
function assertion(
  flow: FlowName,
  name: string,
  write: (claims: Readonly<Record<string, unknown>>) => string,
): Variant {
  return variant(flow, name, ({ hide, target, contract }) => {
    const { clientId } = target.credentials;
    const now = Math.floor(Date.now() / SECOND_IN_MS);
    const token = write({
      iss: clientId,
      sub: clientId,
      aud: target.baseUrl + contract.tokenEndpoint.path,
      jti: String(now),
      exp: now + HOUR_IN_S,
    });
    hide(token, `$${OTHER_TOKEN_VARIABLE}`);
    return {
      parameters: WITHOUT_SECRET,
      unknownParameters: { client_assertion_type: ASSERTION_TYPE, client_assertion: token },
    };
  });
}
