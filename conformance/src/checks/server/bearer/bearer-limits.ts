import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { answeredWith, expecting, headerField } from "../../findings.ts";
import { createBearerCalls } from "./bearer-calls.ts";

/** An access token can be revoked, be good for some products only, and for so many calls. */
export function bearerLimitChecks(spec: Spec): Check[] {
  const { call, bearer, refused, isRefused } = createBearerCalls(spec);

  return [
    {
      id: "bearer/revoked",
      title: "An access token that was revoked is refused",
      requirement: "rfc6750#3.1",
      needs: ["resource", "control"],
      requests: 2,
      async run(context) {
        const { accessToken } = await context.requestToken("json");
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
        const { accessToken } = await context.requestToken("json", { credentials });
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
        const { accessToken } = await context.requestToken("json", { credentials });
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
}
