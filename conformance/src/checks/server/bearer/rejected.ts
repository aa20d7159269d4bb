import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import { securitySchemePointer } from "../../pointers.ts";
import { type AlteredToken, changeEnd, changeMiddle, cut, lengthen } from "./altered-tokens.ts";
import { ACCESS_TOKEN_PARAMETER, type Authorization, bearer, call, expectRejected, NEVER_ISSUED } from "./calls.ts";

/** Calls with an invalid access token, or with a valid one in a place or form that is not allowed. */
export function rejectedCallChecks({ contract }: Spec): Check[] {
  const scheme = securitySchemePointer(contract);
  const values: Partial<Record<keyof TokenResponse, readonly string[]>> = contract.tokenResponse.values;
  return [
    rejected("unknown", "an access token that was never issued", scheme, (context) => bearer(context, NEVER_ISSUED)),
    rejected("tampered", "an access token with a character changed in the middle", scheme, (context) =>
      altered(context, changeMiddle),
    ),
    rejected("tampered-end", "an access token with the last character changed", scheme, (context) =>
      altered(context, changeEnd),
    ),
    rejected("cut", "a truncated access token", scheme, (context) => altered(context, cut)),
    rejected("longer", "an access token with characters after it", scheme, (context) => altered(context, lengthen)),
    rejected("empty", "the authentication scheme without an access token", "rfc6750#2.1", () => contract.bearer.scheme),
    rejected("malformed", "two access tokens in one Authorization header field", "rfc6750#2.1", async (context) => {
      const { accessToken } = await context.sharedToken("json");
      return `${bearer(context, accessToken)} ${accessToken}`;
    }),
    rejected("two-headers", "two Authorization header fields", "rfc9110#5.3", async (context) => {
      const { accessToken } = await context.sharedToken("json");
      return [bearer(context, accessToken), bearer(context, NEVER_ISSUED)];
    }),
    rejected(
      "no-scheme",
      "an access token without an authentication scheme",
      "rfc6750#2.1",
      async (context) => (await context.sharedToken("json")).accessToken,
    ),
    rejected(
      "other-scheme",
      "an access token with the scheme Basic",
      "rfc6750#2.1",
      async (context) => `Basic ${(await context.sharedToken("json")).accessToken}`,
    ),
    ...(values.token_type ?? []).map((type) =>
      rejected(
        "type-as-scheme",
        `an access token with its type, ${type}, as the scheme`,
        // MicroBilt documents the scheme Bearer, not that the server rejects others.
        "rfc6750#2.1",
        async (context) => `${type} ${(await context.sharedToken("json")).accessToken}`,
      ),
    ),
    {
      id: "bearer/in-query",
      title: "The resource server rejects an access token in the query",
      requirement: "rfc9700#4.3.2",
      needs: ["resource"],
      baseline: "call",
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        const { baseUrl, resource } = context.target;
        const url = new URL(`${baseUrl}${resource?.path}`);
        url.searchParams.set(ACCESS_TOKEN_PARAMETER, accessToken);
        return expectRejected(context, await call(context, undefined, { url: url.href }));
      },
    },
    {
      id: "bearer/in-body",
      title: "The resource server rejects an access token in the body",
      requirement: "rfc6750#2.2",
      needs: ["resource"],
      baseline: "call",
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        const body = JSON.stringify({ [ACCESS_TOKEN_PARAMETER]: accessToken });
        return expectRejected(context, await call(context, undefined, { body }));
      },
    },
    rejected("client-credentials", "the client secret as an access token", scheme, (context) =>
      bearer(context, secretForHeader(context)),
    ),
  ];
}

/** @throws {NotApplicable} if a header field cannot carry the secret */
function secretForHeader({ target }: CheckContext): string {
  const { clientSecret } = target.credentials;
  if (!/^[\x21-\x7e]+$/.test(clientSecret)) {
    throw new NotApplicable("the client secret has characters that a header field cannot carry");
  }
  return clientSecret;
}

function rejected(
  name: string,
  description: string,
  requirement: Check["requirement"],
  authorizationFor: (context: CheckContext) => Authorization | Promise<Authorization>,
): Check {
  return {
    id: `bearer/${name}`,
    title: `The resource server rejects ${description}`,
    requirement,
    needs: ["resource", "tokens"],
    baseline: "call",
    run: async (context) => expectRejected(context, await call(context, await authorizationFor(context))),
  };
}

/** Alters a valid access token. Reports show the placeholder, because the result is nearly the token. */
async function altered(context: CheckContext, alter: (accessToken: string) => AlteredToken): Promise<string> {
  const { accessToken } = await context.sharedToken("json");
  const { token, inShell } = alter(accessToken);
  context.hide(token, inShell);
  return bearer(context, token);
}
