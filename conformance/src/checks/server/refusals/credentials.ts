import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { CLIENT_SECRET_VARIABLE } from "../../../environment-variables.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_LABELS, FLOW_NAMES, type FlowName } from "../../../flow.ts";
import type { Credentials, ServerTarget } from "../../../target.ts";
import { expectNoToken } from "../../findings.ts";
import { parameterPointer } from "../../pointers.ts";
import { sendTokenRequest } from "../token-requests.ts";
import { UNKNOWN_CREDENTIAL } from "./unknown-credential.ts";

/** Token requests with credentials that no application has. */
export function rejectedCredentialChecks({ contract }: Spec): Check[] {
  const secret = parameterPointer(contract, "json", "client_secret");
  return [
    ...FLOW_NAMES.flatMap((flow) => [
      rejected(
        `${flow}-wrong-secret`,
        "with a wrong client_secret",
        parameterPointer(contract, flow, "client_secret"),
        () => ({ clientSecret: UNKNOWN_CREDENTIAL }),
        flow,
      ),
      rejected(
        `${flow}-unknown-client`,
        "with an unknown client_id",
        parameterPointer(contract, flow, "client_id"),
        () => ({ clientId: UNKNOWN_CREDENTIAL }),
        flow,
      ),
    ]),
    rejected("cut-secret", "with a truncated client_secret", secret, (context) => ({
      clientSecret: altered(context, (valid) => valid.slice(0, -1), `\${${CLIENT_SECRET_VARIABLE}%?}`),
    })),
    rejected("longer-secret", "with a character after the client_secret", secret, (context) => ({
      clientSecret: altered(context, (valid) => `${valid}x`, `\${${CLIENT_SECRET_VARIABLE}}x`),
    })),
    rejected("padded-secret", "with spaces around the client_secret", secret, ({ target }) => ({
      clientSecret: ` ${target.credentials.clientSecret} `,
    })),
    rejected("secret-case", "with the client_secret in another case", "rfc6749#1.9", (context) => ({
      clientSecret: altered(context, swapCase, `$(printf %s "$${CLIENT_SECRET_VARIABLE}" | tr a-zA-Z A-Za-z)`),
    })),
    rejected("id-case", "with the client_id in another case", "rfc6749#1.9", ({ target }) => ({
      clientId: swapCase(target.credentials.clientId),
    })),
    rejected("swapped", "with client_id and client_secret swapped", secret, swap),
    {
      ...rejected(
        "secret-of-another",
        "with the client_secret of another application",
        parameterPointer(contract, "json", "client_id"),
        ({ target }) => ({ clientSecret: secretOfAnother(target) }),
      ),
      needs: ["credentials", "second-application"],
    },
  ];
}

function rejected(
  name: string,
  description: string,
  requirement: Check["requirement"],
  credentialsFor: (context: CheckContext) => Partial<Credentials>,
  flow: FlowName = "json",
): Check {
  return {
    id: `refusals/${name}`,
    title: `The token endpoint rejects a ${FLOW_LABELS[flow]} token request ${description}`,
    requirement,
    needs: ["credentials"],
    baseline: flow,
    // The valid request after a wrong secret keeps servers from locking the application out.
    requests: 2,
    wrongSecrets: 1,
    async run(context) {
      const exchange = await sendTokenRequest(context, flow, { credentials: credentialsFor(context) });
      await sendTokenRequest(context, flow);
      return expectNoToken(exchange);
    },
  };
}

/** Alters the client secret. Reports show the placeholder, because the result is nearly the secret. */
function altered({ target, hide }: CheckContext, alter: (secret: string) => string, placeholder: string): string {
  const secret = alter(target.credentials.clientSecret);
  hide(secret, placeholder);
  return secret;
}

/** @throws {NotApplicable} if swapping changes nothing */
function swap({ target: { credentials } }: CheckContext): Credentials {
  const { clientId, clientSecret } = credentials;
  if (clientId === clientSecret) {
    throw new NotApplicable("client_id and client_secret are equal");
  }
  return { clientId: clientSecret, clientSecret: clientId };
}

/** @throws {NotApplicable} if both applications have the same secret */
function secretOfAnother({ credentials, secondCredentials }: ServerTarget): string {
  if (secondCredentials === undefined || secondCredentials.clientSecret === credentials.clientSecret) {
    throw new NotApplicable("both applications have the same client secret");
  }
  return secondCredentials.clientSecret;
}

/** @throws {NotApplicable} if the credential contains no letter */
function swapCase(credential: string): string {
  const swapped = credential.replace(/\p{L}/gu, (letter) =>
    letter === letter.toLowerCase() ? letter.toUpperCase() : letter.toLowerCase(),
  );
  if (swapped === credential) {
    throw new NotApplicable("the credential contains no letter, so its case cannot change");
  }
  return swapped;
}
