import { below, type Pointer, pointerTo } from "@microbilt-oauth/spec";
import type { Check, Finding } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { FLOW_NAMES, type FlowName } from "../../../flow.ts";
import type { ServerTarget } from "../../../target.ts";
import type { Exchange, WireRequest } from "../../../wire/exchange.ts";
import { tokenRequestTo, validParameters } from "../../../wire/token-request.ts";
import { answeredWith, bodyMatching, headerField, ungranted } from "../../findings.ts";

/** Those that are not for asking for a token, whatever the document calls the one that is. */
const OTHER_METHODS = ["GET", "PUT", "PATCH", "DELETE"];

/** Requests that are no token requests as the document has them. */
export function refusedRequestChecks({ document, contract }: Spec): Check[] {
  const { tokenEndpoint, flows, grantTypes } = contract;
  const [grantType = ""] = grantTypes;
  const requestBody = below(tokenEndpoint.pointer, "requestBody");
  const methods = OTHER_METHODS.filter((method) => method !== tokenEndpoint.method);
  const refuse = (exchange: Exchange) => ungranted(contract, exchange);

  return [
    ...FLOW_NAMES.flatMap((flow) => [
      otherGrantType(flow, "grant-type", "an unsupported grant type", "password", grantTypeIn(flow)),
      otherGrantType(flow, "grant-type-case", "the grant type in upper case", grantType.toUpperCase(), "rfc6749#1.9"),
    ]),
    changed(
      "password-grant",
      "A token request with the password grant, user and password is not granted",
      "rfc9700#2.4",
      (target) =>
        tokenRequestTo(target, contract, "json", {
          parameters: { grant_type: "password", username: "user", password: "password" },
        }),
    ),
    {
      id: "refusals/grant-type-body",
      title: "The refusal of an unsupported grant type has one of the observed shapes",
      requirement: pointerTo("components", "responses", "TokenEndpointFault"),
      async run({ target, send }) {
        const exchange = await send(
          tokenRequestTo(target, contract, "json", { parameters: { grant_type: "password" } }),
        );
        const shape = below(
          pointerTo("components", "responses", "InvalidTokenRequest"),
          "content",
          contract.tokenResponse.mediaType,
          "schema",
        );
        return bodyMatching(document, shape, exchange);
      },
    },
    changed("media-type", "A token request that is neither JSON nor a form is not granted", requestBody, plainText),
    changed(
      "media-type-status",
      "A token request that is neither JSON nor a form is refused with 415",
      below(tokenEndpoint.pointer, "responses", "415"),
      plainText,
      (exchange) => answeredWith([415], exchange),
    ),
    changed("no-media-type", "A token request without a Content-Type is not granted", requestBody, (target) =>
      tokenRequestTo(target, contract, "json", { headers: { "content-type": undefined } }),
    ),
    changed("form-as-json", "A form that says it is JSON is not granted", requestBody, (target) =>
      tokenRequestTo(target, contract, "form", { headers: { "content-type": flows.json.mediaType } }),
    ),
    changed("json-as-form", "JSON that says it is a form is not granted", requestBody, (target) => ({
      ...tokenRequestTo(target, contract, "form"),
      body: tokenRequestTo(target, contract, "json").body ?? "",
    })),
    changed("multipart", "A token request as a multipart form is not granted", requestBody, (target) => ({
      ...tokenRequestTo(target, contract, "form", { headers: { "content-type": "multipart/form-data; boundary=b" } }),
      body: multipart(target),
    })),
    ...FLOW_NAMES.map((flow) =>
      changed(
        `${flow}-credentials-in-query`,
        `A token request ${inWords(flow)} whose credentials stand in the query is not granted`,
        "rfc6749#2.3.1",
        (target) => {
          const request = tokenRequestTo(target, contract, flow, {
            parameters: { client_id: undefined, client_secret: undefined },
          });
          const url = new URL(request.url);
          url.searchParams.set("client_id", target.credentials.clientId);
          url.searchParams.set("client_secret", target.credentials.clientSecret);
          return { ...request, url: url.href };
        },
      ),
    ),
    ...methods.map((method) =>
      changed(
        `method-${method.toLowerCase()}`,
        `A token request with ${method} is not granted`,
        method === "GET" ? "rfc6749#3.2" : tokenEndpoint.pointer,
        (target) => ({ ...tokenRequestTo(target, contract, "json"), method }),
      ),
    ),
    {
      id: "refusals/method-status",
      title: "A request with another method is refused with 405, and Allow says which to take",
      requirement: "rfc9110#15.5.6",
      async run({ target, send }) {
        const exchange = await send({ ...tokenRequestTo(target, contract, "json"), method: "PUT" });
        const { method } = tokenEndpoint;
        return [
          ...answeredWith([405], exchange),
          ...headerField("allow", new RegExp(`\\b${method}\\b`), `Allow: ${method}`, exchange),
        ];
      },
    },
    changed("path-case", "A token request to the path in another case is not granted", "rfc3986#6.2.2.1", (target) => {
      const request = tokenRequestTo(target, contract, "json");
      return { ...request, url: request.url.replace(tokenEndpoint.path, inAnotherCase) };
    }),
  ];

  function otherGrantType(
    flow: FlowName,
    name: string,
    what: string,
    value: string,
    requirement: Check["requirement"],
  ): Check {
    return changed(
      `${flow}-${name}`,
      `A token request ${inWords(flow)} with ${what} is not granted`,
      requirement,
      (target) => tokenRequestTo(target, contract, flow, { parameters: { grant_type: value } }),
    );
  }

  function changed(
    name: string,
    title: string,
    requirement: Check["requirement"],
    write: (target: ServerTarget) => WireRequest,
    judge: (exchange: Exchange) => Finding[] = refuse,
  ): Check {
    return {
      id: `refusals/${name}`,
      title,
      requirement,
      run: async ({ target, send }) => judge(await send(write(target))),
    };
  }

  /** Where the document says what the grant type is. */
  function grantTypeIn(flow: FlowName): Pointer {
    return flow === "json"
      ? below(flows.json.pointer, "properties", "grant_type")
      : below(tokenEndpoint.pointer, "parameters", String(flows.form.query.indexOf("grant_type")));
  }

  /** A JSON request that says it is plain text. */
  function plainText(target: ServerTarget): WireRequest {
    return tokenRequestTo(target, contract, "json", { headers: { "content-type": "text/plain" } });
  }

  function multipart(target: ServerTarget): string {
    const fields = Object.entries(validParameters(contract, target.credentials)).map(
      ([name, value]) => `--b\r\nContent-Disposition: form-data; name="${name}"\r\n\r\n${value}\r\n`,
    );
    return `${fields.join("")}--b--\r\n`;
  }
}

/** A path that has no upper case gets it. */
function inAnotherCase(path: string): string {
  const lower = path.toLowerCase();
  return lower === path ? path.toUpperCase() : lower;
}

function inWords(flow: FlowName): string {
  return flow === "json" ? "in JSON" : "as a form";
}
