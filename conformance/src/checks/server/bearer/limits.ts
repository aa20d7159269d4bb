import type { Check, CheckContext } from "../../../check.ts";
import { OTHER_CLIENT_SECRET_VARIABLE } from "../../../environment-variables.ts";
import type { Control } from "../../../wire/control.ts";
import { expectHeader, expectStatus } from "../../findings.ts";
import { bearer, call, expectAccepted, expectRejected } from "./calls.ts";

/** A number of seconds or an HTTP date (RFC 9110, section 10.2.3). */
const RETRY_AFTER = /^\d+$|GMT$/;

/** Access tokens that are revoked, restricted to products, or limited by a quota. */
export function limitChecks(): Check[] {
  return [
    {
      id: "bearer/revoked",
      title: "The resource server rejects a revoked access token",
      requirement: "rfc6750#3.1",
      needs: ["resource", "control"],
      baseline: "call",
      requests: 2,
      async run(context) {
        const { accessToken } = await context.requestToken("json");
        await context.control.revoke(accessToken);
        return expectRejected(context, await call(context, bearer(context, accessToken)));
      },
    },
    {
      id: "bearer/another-product",
      title: "The resource server rejects an access token of an application that may not call the product",
      requirement: "rfc6750#3.1",
      needs: ["resource", "control"],
      baseline: "call",
      requests: 2,
      async run(context) {
        const accessToken = await tokenOfNewApplication(context, { products: ["/another/product"] });
        return expectRejected(context, await call(context, bearer(context, accessToken)));
      },
    },
    {
      id: "bearer/quota",
      title: "The resource server responds with 429 to a call beyond the quota, and any Retry-After is valid",
      requirement: "rfc6585#4",
      needs: ["resource", "control"],
      baseline: "call",
      requests: 3,
      expectsBusyServer: true,
      async run(context) {
        const accessToken = await tokenOfNewApplication(context, { quota: { calls: 1, interval: 60 } });
        const within = await call(context, bearer(context, accessToken));
        const beyond = await call(context, bearer(context, accessToken));
        return [
          ...expectAccepted(context, within),
          ...expectStatus([429], beyond),
          ...(beyond.response.headers["retry-after"] === undefined
            ? []
            : expectHeader("retry-after", RETRY_AFTER, "a valid Retry-After", beyond)),
        ];
      },
    },
  ];
}

async function tokenOfNewApplication(
  context: CheckContext,
  application: Parameters<Control["register"]>[0],
): Promise<string> {
  const credentials = await context.control.register(application);
  context.hide(credentials.clientSecret, `$${OTHER_CLIENT_SECRET_VARIABLE}`);
  const { accessToken } = await context.requestToken("json", { credentials });
  return accessToken;
}
