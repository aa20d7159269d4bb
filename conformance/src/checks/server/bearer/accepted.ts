import { below, pointerTo } from "@microbilt-oauth/spec";
import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { NotApplicable } from "../../../errors.ts";
import { FLOW_LABELS, FLOW_NAMES } from "../../../flow.ts";
import { jsonBody } from "../../../wire/exchange.ts";
import { expectThat } from "../../findings.ts";
import { memberPointer, securitySchemePointer } from "../../pointers.ts";
import { mediaTypeOf } from "../header-fields.ts";
import { bearer, call, expectAccepted, isAccepted } from "./calls.ts";

/** How servers respond to a method that a path does not support, other than with 405. */
const NO_SUCH_METHOD = [400, 403, 404, 501];

/** Calls with a valid access token. */
export function acceptedCallChecks({ contract }: Spec): Check[] {
  const { mediaType, methods, path } = contract.resource;
  const accessTokenMember = memberPointer(contract, "access_token");
  return [
    ...FLOW_NAMES.map(
      (flow): Check => ({
        id: `bearer/${flow}`,
        title: `The resource server accepts an access token from the ${FLOW_LABELS[flow]} flow`,
        requirement: securitySchemePointer(contract),
        needs: ["resource"],
        async run(context) {
          const token = await context.sharedToken(flow);
          return expectAccepted(context, await call(context, bearer(context, token.accessToken)));
        },
      }),
    ),
    ...methods.map(
      (method): Check => ({
        id: `bearer/${method.toLowerCase()}`,
        title: `The resource server accepts ${method} with a JSON body and an access token`,
        requirement: below(pointerTo("paths", path), method.toLowerCase()),
        needs: ["resource"],
        requests: 2,
        async run(context) {
          const token = await context.sharedToken("json");
          const exchange = await call(context, bearer(context, token.accessToken), { method });
          const { status } = exchange.response;
          const isOther = method !== context.target.resource?.method && NO_SUCH_METHOD.includes(status);
          if (status === 405 || (isOther && !(await isAcceptedWithoutBody(context, method)))) {
            throw new NotApplicable(`the resource does not support ${method}: it responds with ${status}`);
          }
          return expectAccepted(context, exchange);
        },
      }),
    ),
    {
      id: "bearer/response-media-type",
      title: `The resource server responds to a call that accepts only ${mediaType} with this Content-Type, or with another format of data`,
      requirement: "rfc9110#12.5.1",
      needs: ["resource"],
      requests: 0,
      async run(context) {
        const exchange = await context.validCall();
        const { status, body } = exchange.response;
        if (status > 299 || body === "") {
          throw new NotApplicable(`the resource responds with ${status}${body === "" ? " and no body" : ""}`);
        }
        const seen = mediaTypeOf(exchange.response);
        // A server may disregard Accept if it has no other format (RFC 9110, section 12.5.1).
        const isOtherFormat = seen !== "" && !/html/.test(seen) && jsonBody(exchange.response) === undefined;
        return expectThat(
          seen === mediaType || isOtherFormat,
          `Content-Type: ${mediaType}`,
          exchange,
          seen || "no Content-Type",
        );
      },
    },
    {
      id: "bearer/twice",
      title: "The resource server accepts an access token more than once",
      requirement: accessTokenMember,
      needs: ["resource"],
      requests: 2,
      async run(context) {
        const authorization = bearer(context, (await context.sharedToken("json")).accessToken);
        await call(context, authorization);
        return expectAccepted(context, await call(context, authorization));
      },
    },
    {
      id: "bearer/older-token",
      title: "The resource server accepts an access token after the token endpoint has issued a newer one",
      requirement: accessTokenMember,
      needs: ["resource", "tokens"],
      requests: 3,
      async run(context) {
        const older = await context.requestToken("json");
        await context.requestToken("json");
        return expectAccepted(context, await call(context, bearer(context, older.accessToken)));
      },
    },
    {
      id: "bearer/scheme-case",
      title: "The resource server accepts the authentication scheme in lower case",
      requirement: "rfc9110#11.1",
      needs: ["resource"],
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        return expectAccepted(context, await call(context, `${contract.bearer.scheme.toLowerCase()} ${accessToken}`));
      },
    },
  ];
}

/** Whether the resource supports a method, and rejected a call because of its body. */
async function isAcceptedWithoutBody(context: CheckContext, method: string): Promise<boolean> {
  const { accessToken } = await context.sharedToken("json");
  return isAccepted(context, await call(context, bearer(context, accessToken), { method, body: "" }));
}
