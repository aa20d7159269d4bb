import { below, type RfcSection } from "@microbilt-oauth/spec";
import type { Check, CheckContext } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import { validParameters } from "../../../wire/token-request.ts";
import { expectNoToken, expectStatus } from "../../findings.ts";
import { statusPointer } from "../../pointers.ts";
import { buildTokenRequest } from "../token-requests.ts";

const BOUNDARY = "boundary";
const CONTENT_TYPE: RfcSection = "rfc9110#8.3";
/** To a server that does not read a body, all parameters are missing, the credentials among them. */
const WITHOUT_PARAMETERS = [400, 401];

/** Token requests whose media type is missing, wrong or not supported. */
export function rejectedMediaTypeChecks({ contract }: Spec): Check[] {
  const { json } = contract.flows;
  const requestBody = below(contract.tokenEndpoint.pointer, "requestBody");
  return [
    rejected("media-type", "that is neither JSON nor a form", requestBody, plainText),
    {
      id: "refusals/media-type-status",
      title:
        "The token endpoint responds to a token request that is neither JSON nor a form with 415, or as to one without parameters",
      requirement: statusPointer(contract, 415),
      baseline: "json",
      run: async (context) => expectStatus([415, ...WITHOUT_PARAMETERS], await context.send(plainText(context))),
    },
    rejected("no-media-type", "without Content-Type", requestBody, (context) =>
      buildTokenRequest(context, "json", { headers: { "content-type": undefined } }),
    ),
    // MicroBilt documents the media types, not that the server rejects a body that is mislabelled.
    rejected("form-as-json", "with a form body and the Content-Type of JSON", CONTENT_TYPE, (context) =>
      buildTokenRequest(context, "form", { headers: { "content-type": json.mediaType } }),
    ),
    rejected("json-as-form", "with a JSON body and the Content-Type of a form", CONTENT_TYPE, (context) => ({
      ...buildTokenRequest(context, "form"),
      body: buildTokenRequest(context, "json").body ?? "",
    })),
    rejected("multipart", "with a multipart form body", requestBody, (context) => ({
      ...buildTokenRequest(context, "form", {
        headers: { "content-type": `multipart/form-data; boundary=${BOUNDARY}` },
      }),
      body: multipartBody(context),
    })),
  ];
}

function rejected(
  name: string,
  description: string,
  requirement: Check["requirement"],
  build: (context: CheckContext) => WireRequest,
): Check {
  return {
    id: `refusals/${name}`,
    title: `The token endpoint rejects a token request ${description}`,
    requirement,
    baseline: "json",
    run: async (context) => expectNoToken(await context.send(build(context))),
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
