import { below } from "@microbilt-oauth/spec";
import type { Check, CheckContext, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { Exchange, WireRequest } from "../../../wire/exchange.ts";
import { validParameters } from "../../../wire/token-request.ts";
import { expectNoToken, expectStatus } from "../../findings.ts";
import { statusPointer } from "../../pointers.ts";
import { buildTokenRequest } from "../token-requests.ts";

const BOUNDARY = "boundary";

/** Token requests whose media type is missing, wrong or not supported. */
export function refusedMediaTypeChecks({ contract }: Spec): Check[] {
  const { json } = contract.flows;
  const requestBody = below(contract.tokenEndpoint.pointer, "requestBody");
  return [
    refused("media-type", "that is neither JSON nor a form", requestBody, plainText),
    refused(
      "media-type-status",
      "that is neither JSON nor a form with 415",
      statusPointer(contract, 415),
      plainText,
      (exchange) => expectStatus([415], exchange),
    ),
    refused("no-media-type", "without Content-Type", requestBody, (context) =>
      buildTokenRequest(context, "json", { headers: { "content-type": undefined } }),
    ),
    refused("form-as-json", "with a form body and the Content-Type of JSON", requestBody, (context) =>
      buildTokenRequest(context, "form", { headers: { "content-type": json.mediaType } }),
    ),
    refused("json-as-form", "with a JSON body and the Content-Type of a form", requestBody, (context) => ({
      ...buildTokenRequest(context, "form"),
      body: buildTokenRequest(context, "json").body ?? "",
    })),
    refused("multipart", "with a multipart form body", requestBody, (context) => ({
      ...buildTokenRequest(context, "form", {
        headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
      }),
      body: multipartBody(context),
    })),
  ];
}

function refused(
  name: string,
  description: string,
  requirement: Check["requirement"],
  build: (context: CheckContext) => WireRequest,
  judge: (exchange: Exchange) => Finding[] = expectNoToken,
): Check {
  return {
    id: `refusals/${name}`,
    title: `The token endpoint rejects a token request ${description}`,
    requirement,
    run: async (context) => judge(await context.send(build(context))),
  };
}

function plainText(context: CheckContext): WireRequest {
  return buildTokenRequest(context, "json", { headers: { "content-type": "text/plain" } });
}

function multipartBody({ contract, target }: CheckContext): string {
  const fields = Object.entries(validParameters(contract, target.credentials)).map(
    ([name, value]) => `--${BOUNDARY}\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
  );
  return `${fields.join("")}--${BOUNDARY}--\r\n`;
}
