import type { Check, CheckContext } from "../../../check.ts";
import type { WireRequest } from "../../../wire/exchange.ts";
import { buildTokenRequest } from "../token-requests.ts";
import { acceptsEach } from "../variants.ts";

/** Valid token requests in which each character of each value is encoded. */
export function valueEncodingChecks(): Check[] {
  return [
    acceptsEach(
      {
        id: "token-request/json-escaped-values",
        title: "The token endpoint accepts a JSON token request whose values consist of escape sequences",
        requirement: "rfc8259#7",
        flow: "json",
      },
      [{ name: "values in \\u escape sequences", build: withEscapedValues }],
    ),
    acceptsEach(
      {
        id: "token-request/form-percent-encoded-values",
        title: "The token endpoint accepts a form token request whose values are percent-encoded throughout",
        requirement: "rfc3986#2.1",
        flow: "form",
      },
      [
        {
          name: "values percent-encoded in upper case",
          build: (context) => withPercentEncodedValues(context, (hex) => hex.toUpperCase()),
        },
        {
          name: "values percent-encoded in lower case",
          build: (context) => withPercentEncodedValues(context, (hex) => hex),
        },
      ],
    ),
  ];
}

function withEscapedValues(context: CheckContext): WireRequest {
  const request = buildTokenRequest(context, "json");
  const members = Object.entries<string>(JSON.parse(request.body ?? "{}")).map(
    ([name, value]) => `${JSON.stringify(name)}:"${escapeEach(value)}"`,
  );
  return { ...request, body: `{${members.join(",")}}` };
}

function withPercentEncodedValues(context: CheckContext, write: (hex: string) => string): WireRequest {
  const request = buildTokenRequest(context, "form");
  const [address = "", query = ""] = request.url.split("?");
  return { ...request, url: `${address}?${encode(query)}`, body: encode(request.body ?? "") };

  function encode(form: string): string {
    return [...new URLSearchParams(form)]
      .map(([name, value]) => `${name}=${percentEncodeEach(value, write)}`)
      .join("&");
  }
}

function escapeEach(value: string): string {
  return Array.from({ length: value.length }, (_, index) => `\\u${hexOf(value.charCodeAt(index), 4)}`).join("");
}

function percentEncodeEach(value: string, write: (hex: string) => string): string {
  return [...Buffer.from(value)].map((byte) => `%${write(hexOf(byte, 2))}`).join("");
}

function hexOf(number: number, digits: number): string {
  return number.toString(16).padStart(digits, "0");
}
