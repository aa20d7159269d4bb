import type { Check, Finding } from "../../../check.ts";
import { jsonBody } from "../../../wire/exchange.ts";
import { expectThat } from "../../findings.ts";
import { mediaTypeOf } from "../header-fields.ts";
import { sendTokenRequest } from "../token-requests.ts";
import { UNKNOWN_CREDENTIAL } from "./unknown-credential.ts";
import { sendWrongSecret } from "./wrong-secret.ts";

/** JSON, and formats that are JSON. */
const JSON_MEDIA_TYPE = /^application\/(?:[\w.-]+\+)?json$/;

/** What the token endpoint says when it rejects a token request. */
export function errorContentChecks(): Check[] {
  return [
    {
      id: "refusals/error-json",
      title: "The token endpoint explains in a JSON object why it rejects a token request",
      requirement: "rfc6749#5.2",
      needs: ["credentials"],
      requests: 3,
      wrongSecrets: 1,
      async run(context) {
        const rejections = [
          await sendTokenRequest(context, "json", { parameters: { client_id: undefined } }),
          await sendWrongSecret(context, "json", UNKNOWN_CREDENTIAL),
        ];
        return rejections.flatMap((exchange): Finding[] => {
          const body = jsonBody(exchange.response);
          const isJson = JSON_MEDIA_TYPE.test(mediaTypeOf(exchange.response));
          return expectThat(isJson && typeof body === "object" && body !== null, "a JSON object", exchange);
        });
      },
    },
  ];
}
