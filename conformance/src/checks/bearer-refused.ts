import { pointerTo } from "@microbilt-oauth/spec";
import type { Check, CheckContext, Facts, Finding } from "../check.ts";
import { createValidator } from "../document/validator.ts";
import { type AnsweredExchange, jsonOf } from "../wire/exchange.ts";
import { ACCESS_TOKEN_VARIABLE } from "../wire/redact.ts";
import { createBearerCalls } from "./bearer-calls.ts";
import { answeredWith, expecting, headerField } from "./findings.ts";

/** Not issued by anyone, and of the right syntax. */
const NEVER_ISSUED = "never-issued-by-anyone-0000000";

/** Challenges, each a scheme, perhaps with parameters or a token (RFC 9110, section 11.6.1). */
const CHALLENGES =
  /^(?:[\w!#$%&'*+.^`|~-]+(?: +(?:[\w.~+/-]+=*|[\w!#$%&'*+.^`|~-]+ *= *(?:[\w!#$%&'*+.^`|~-]+|"(?:[^"\\]|\\.)*")(?: *, *[\w!#$%&'*+.^`|~-]+ *= *(?:[\w!#$%&'*+.^`|~-]+|"(?:[^"\\]|\\.)*"))*))?(?: *, *|$))+$/;

/** Those who have no good access token are not let through. */
export function bearerRefusedChecks(facts: Facts): Check[] {
  const { document, contract } = facts;
  const scheme = pointerTo("components", "securitySchemes", contract.bearer.name);
  const fault = pointerTo("components", "schemas", "GatewayFault");
  const validate = createValidator(document);
  const { call, bearer, refused, isRefused } = createBearerCalls(facts);
  const { tokenMembers, tokenResponse } = contract;

  return [
    missing("missing", "A call without an access token is refused", scheme, refused),
    missing("missing-status", "A call without an access token is refused with 401", "rfc9110#15.5.2", (exchange) =>
      answeredWith([401], exchange),
    ),
    missing(
      "missing-body",
      "The refusal of a call without an access token is a gateway fault",
      pointerTo("components", "responses", "InvalidAccessToken"),
      (exchange) => expecting(`a body as at ${fault}`, validate(fault, jsonOf(exchange.response)), exchange),
    ),
    missing(
      "missing-challenge",
      "The refusal of a call without an access token asks for a bearer (WWW-Authenticate)",
      "rfc6750#3",
      (exchange) =>
        headerField("www-authenticate", /\bbearer\b/i, `WWW-Authenticate: ${contract.bearer.scheme}`, exchange),
    ),
    missing(
      "missing-no-error-code",
      "The refusal of a call without an access token has no error code in its challenge",
      "rfc6750#3.1",
      (exchange) => headerField("www-authenticate", /^(?!.*\berror *=)/, "no error code", exchange),
    ),
    missing("challenge-syntax", "The challenge of a refused call is well-formed", "rfc9110#11.6.1", (exchange) =>
      exchange.response.headers["www-authenticate"] === undefined
        ? []
        : headerField("www-authenticate", CHALLENGES, "a challenge as RFC 9110 has it", exchange),
    ),
    wrong("unknown", "an access token that nobody issued", scheme, () => bearer(NEVER_ISSUED)),
    wrong("tampered", "an access token whose last character was changed", scheme, async (context) => {
      const { accessToken } = await context.grant("json");
      const last = accessToken.endsWith("A") ? "B" : "A";
      return bearer(disguised(context, `${accessToken.slice(0, -1)}${last}`, `\${${ACCESS_TOKEN_VARIABLE}%?}${last}`));
    }),
    wrong("cut", "an access token cut short", scheme, async (context) => {
      const { accessToken } = await context.grant("json");
      return bearer(disguised(context, accessToken.slice(0, -1), `\${${ACCESS_TOKEN_VARIABLE}%?}`));
    }),
    wrong("longer", "more behind the access token", scheme, async (context) => {
      const { accessToken } = await context.grant("json");
      return bearer(disguised(context, `${accessToken}x`, `\${${ACCESS_TOKEN_VARIABLE}}x`));
    }),
    wrong("empty", "a scheme and no access token", "rfc6750#2.1", () => contract.bearer.scheme),
    wrong("malformed", "two access tokens in one header field", "rfc6750#2.1", async (context) => {
      const { accessToken } = await context.grant("json");
      return `${bearer(accessToken)} ${accessToken}`;
    }),
    wrong("two-headers", "two Authorization header fields", "rfc9110#5.3", async (context) => {
      const { accessToken } = await context.grant("json");
      return [bearer(accessToken), bearer(NEVER_ISSUED)];
    }),
    wrong(
      "no-scheme",
      "an access token without a scheme",
      "rfc6750#2.1",
      async (context) => (await context.grant("json")).accessToken,
    ),
    wrong(
      "other-scheme",
      "an access token under the scheme Basic",
      "rfc6750#2.1",
      async (context) => `Basic ${(await context.grant("json")).accessToken}`,
    ),
    ...(tokenResponse.values[tokenMembers["tokenType"] ?? ""] ?? []).map((type) =>
      wrong(
        "type-as-scheme",
        `an access token under its type, ${type}, as the scheme`,
        scheme,
        async (context) => `${type} ${(await context.grant("json")).accessToken}`,
      ),
    ),
    {
      id: "bearer/in-query",
      title: "A call whose access token stands in the query is refused",
      requirement: "rfc9700#4.3.2",
      needs: ["resource"],
      async run(context) {
        const { accessToken } = await context.grant("json");
        const { baseUrl, resource } = context.target;
        const url = new URL(baseUrl + resource?.path);
        url.searchParams.set("access_token", accessToken);
        return refused(await call(context, undefined, { url: url.href }));
      },
    },
    {
      id: "bearer/in-body",
      title: "A call whose access token stands in the body is refused",
      requirement: "rfc6750#2.2",
      needs: ["resource"],
      async run(context) {
        const { accessToken } = await context.grant("json");
        return refused(await call(context, undefined, { body: JSON.stringify({ access_token: accessToken }) }));
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
    {
      id: "bearer/revoked",
      title: "An access token that was revoked is refused",
      requirement: "rfc6750#3.1",
      needs: ["resource", "control"],
      requests: 2,
      async run(context) {
        const { accessToken } = await context.askAnew("json");
        await context.control.revoke(accessToken);
        return refused(await call(context, bearer(accessToken)));
      },
    },
    {
      id: "bearer/another-product",
      title: "An access token of an application that may not call the product is refused",
      requirement: "rfc6750#3.1",
      needs: ["resource", "control"],
      requests: 2,
      async run(context) {
        const credentials = await context.control.register({ products: ["/another/product"] });
        context.hide(credentials.clientSecret, "$OTHER_SECRET");
        const { accessToken } = await context.askAnew("json", { credentials });
        return refused(await call(context, bearer(accessToken)));
      },
    },
    {
      id: "bearer/quota",
      title: "A call beyond the quota is refused with 429, and Retry-After says how long to wait",
      requirement: "rfc6585#4",
      needs: ["resource", "control"],
      requests: 3,
      async run(context) {
        const credentials = await context.control.register({ quota: { calls: 1, interval: 60 } });
        context.hide(credentials.clientSecret, "$OTHER_SECRET");
        const { accessToken } = await context.askAnew("json", { credentials });
        const first = await call(context, bearer(accessToken));
        const second = await call(context, bearer(accessToken));
        return [
          ...expecting("no refusal within the quota", !isRefused(first), first),
          ...answeredWith([429], second),
          ...headerField("retry-after", /^\d+$|GMT$/, "Retry-After", second),
        ];
      },
    },
  ];

  function missing(
    name: string,
    title: string,
    requirement: Check["requirement"],
    judge: (exchange: AnsweredExchange) => Finding[],
  ): Check {
    return {
      id: `bearer/${name}`,
      title,
      requirement,
      needs: ["resource"],
      run: async (context) => judge(await call(context)),
    };
  }

  function wrong(
    name: string,
    what: string,
    requirement: Check["requirement"],
    authorization: (context: CheckContext) => string | readonly string[] | Promise<string | readonly string[]>,
    judge: (exchange: AnsweredExchange) => Finding[] = refused,
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
