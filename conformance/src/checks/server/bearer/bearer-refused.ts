import { pointerTo } from "@microbilt-oauth/spec";
import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { ACCESS_TOKEN_VARIABLE } from "../../../variables.ts";
import type { Exchange } from "../../../wire/exchange.ts";
import { answeredWith, expecting, headerField } from "../../findings.ts";
import { ACCESS_TOKEN_PARAMETER, createBearerCalls } from "./bearer-calls.ts";

/** Not issued by anyone, and of the right syntax. */
const NEVER_ISSUED = "never-issued-by-anyone-0000000";

/** Those who have no good access token are not let through. */
export function bearerRefusedChecks(spec: Spec): Check[] {
  const { contract } = spec;
  const scheme = pointerTo("components", "securitySchemes", contract.bearer.name);
  const { call, bearer, refused } = createBearerCalls(spec);
  const { tokenResponse } = contract;

  return [
    wrong("unknown", "an access token that nobody issued", scheme, () => bearer(NEVER_ISSUED)),
    wrong("tampered", "an access token whose last character was changed", scheme, async (context) => {
      const { accessToken } = await context.sharedToken("json");
      const last = accessToken.endsWith("A") ? "B" : "A";
      return bearer(disguised(context, `${accessToken.slice(0, -1)}${last}`, `\${${ACCESS_TOKEN_VARIABLE}%?}${last}`));
    }),
    wrong("cut", "an access token cut short", scheme, async (context) => {
      const { accessToken } = await context.sharedToken("json");
      return bearer(disguised(context, accessToken.slice(0, -1), `\${${ACCESS_TOKEN_VARIABLE}%?}`));
    }),
    wrong("longer", "more behind the access token", scheme, async (context) => {
      const { accessToken } = await context.sharedToken("json");
      return bearer(disguised(context, `${accessToken}x`, `\${${ACCESS_TOKEN_VARIABLE}}x`));
    }),
    wrong("empty", "a scheme and no access token", "rfc6750#2.1", () => contract.bearer.scheme),
    wrong("malformed", "two access tokens in one header field", "rfc6750#2.1", async (context) => {
      const { accessToken } = await context.sharedToken("json");
      return `${bearer(accessToken)} ${accessToken}`;
    }),
    wrong("two-headers", "two Authorization header fields", "rfc9110#5.3", async (context) => {
      const { accessToken } = await context.sharedToken("json");
      return [bearer(accessToken), bearer(NEVER_ISSUED)];
    }),
    wrong(
      "no-scheme",
      "an access token without a scheme",
      "rfc6750#2.1",
      async (context) => (await context.sharedToken("json")).accessToken,
    ),
    wrong(
      "other-scheme",
      "an access token under the scheme Basic",
      "rfc6750#2.1",
      async (context) => `Basic ${(await context.sharedToken("json")).accessToken}`,
    ),
    ...(tokenResponse.values["token_type"] ?? []).map((type) =>
      wrong(
        "type-as-scheme",
        `an access token under its type, ${type}, as the scheme`,
        scheme,
        async (context) => `${type} ${(await context.sharedToken("json")).accessToken}`,
      ),
    ),
    {
      id: "bearer/in-query",
      title: "A call whose access token stands in the query is refused",
      requirement: "rfc9700#4.3.2",
      needs: ["resource"],
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        const { baseUrl, resource } = context.target;
        const url = new URL(baseUrl + resource?.path);
        url.searchParams.set(ACCESS_TOKEN_PARAMETER, accessToken);
        return refused(await call(context, undefined, { url: url.href }));
      },
    },
    {
      id: "bearer/in-body",
      title: "A call whose access token stands in the body is refused",
      requirement: "rfc6750#2.2",
      needs: ["resource"],
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        return refused(
          await call(context, undefined, { body: JSON.stringify({ [ACCESS_TOKEN_PARAMETER]: accessToken }) }),
        );
      },
    },
    wrong("client-credentials", "the client secret instead of an access token", scheme, ({ target }) =>
      bearer(target.credentials.clientSecret),
    ),
    {
      ...wrong(
        "unknown-status",
        "",
        "rfc6750#3.1",
        () => bearer(NEVER_ISSUED),
        (exchange) => answeredWith([401], exchange),
      ),
      title: "An access token that nobody issued is refused with 401",
    },
    {
      ...wrong(
        "unknown-challenge",
        "",
        "rfc6750#3.1",
        () => bearer(NEVER_ISSUED),
        (exchange) =>
          headerField(
            "www-authenticate",
            /\bbearer\b.*\berror *= *"?invalid_token\b/i,
            'Bearer error="invalid_token"',
            exchange,
          ),
      ),
      title: "The refusal of an access token that nobody issued says invalid_token (WWW-Authenticate)",
    },
    {
      ...wrong(
        "no-token",
        "",
        "rfc6750#5.3",
        () => bearer(NEVER_ISSUED),
        (exchange) => {
          const { body, headers } = exchange.response;
          const repeats = [body, ...Object.values(headers)].some((text) => text.includes(NEVER_ISSUED));
          return expecting("no access token", !repeats, exchange);
        },
      ),
      title: "The refusal of an access token does not repeat it",
    },
  ];

  function wrong(
    name: string,
    what: string,
    requirement: Check["requirement"],
    authorization: (context: CheckContext) => string | readonly string[] | Promise<string | readonly string[]>,
    judge: (exchange: Exchange) => Finding[] = refused,
  ): Check {
    return {
      id: `bearer/${name}`,
      title: `A call with ${what} is refused`,
      requirement,
      needs: ["resource", "tokens"],
      run: async (context) => judge(await call(context, await authorization(context))),
    };
  }
}

/** What is nearly a token is not shown either. */
function disguised({ hide }: CheckContext, accessToken: string, standIn: string): string {
  hide(accessToken, standIn);
  return accessToken;
}
