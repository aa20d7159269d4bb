import type { Check, CheckContext } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import type { WireRequest } from "../../../../wire/exchange.ts";
import { ACCESS_TOKEN_PARAMETER, bearer, NEVER_ISSUED } from "../calls.ts";
import { type CallVariant, rejectEach } from "../served.ts";

/** Header fields in which other APIs expect an access token. Each gets it with and without the scheme. */
const OTHER_FIELDS = [
  "x-access-token",
  "x-auth-token",
  "x-api-key",
  "x-authorization",
  "authentication",
  "access-token",
];
/** Names of query parameters and cookies for an access token, other than that of RFC 6750. */
const OTHER_NAMES = ["token", "bearer", "bearer_token", "authorization", "api_key"];

/** Calls with a valid access token in other places than the Authorization header field, or in two places. */
export function misplacedTokenChecks({ contract }: Spec): Check[] {
  const needs: Check["needs"] = ["resource", "tokens"];
  return [
    {
      id: "bearer/in-form",
      title: "The resource server rejects an access token in a form",
      requirement: "rfc6750#2.2",
      needs,
      requests: contract.resource.methods.length + 1,
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        const { mediaType } = contract.flows.form;
        const inForm = (method: string): CallVariant => ({
          description: `an access token in a form that is sent by ${method}`,
          headers: { "content-type": mediaType },
          change: { method, body: formOf(accessToken) },
        });
        const boundary = "boundary";
        return rejectEach(context, [
          ...contract.resource.methods.map(inForm),
          {
            description: "an access token in a multipart form",
            headers: { "content-type": `multipart/form-data; boundary=${boundary}` },
            change: { method: "POST", body: multipartOf(accessToken, boundary) },
          },
        ]);
      },
    },
    {
      id: "bearer/in-other-fields",
      title: "The resource server rejects an access token in a cookie, another header field or another query parameter",
      requirement: "rfc6750#2",
      needs,
      requests: 4,
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        const withScheme = bearer(context, accessToken);
        return rejectEach(context, [
          { description: "an access token in a cookie", headers: cookiesOf(accessToken) },
          { description: `an access token in ${OTHER_FIELDS.join(", ")}`, headers: fieldsOf(accessToken) },
          {
            description: "an access token with its scheme in other header fields",
            headers: { ...fieldsOf(withScheme), "proxy-authorization": withScheme },
          },
          {
            description: `an access token in the query as ${OTHER_NAMES.join(", ")}`,
            change: { url: withQuery(context, OTHER_NAMES, accessToken) },
          },
        ]);
      },
    },
    {
      id: "bearer/two-places",
      title: "A valid access token elsewhere does not replace an invalid one in the Authorization header field",
      requirement: "rfc6750#2",
      needs,
      requests: 4,
      async run(context) {
        const { accessToken } = await context.sharedToken("json");
        const authorization = bearer(context, NEVER_ISSUED);
        const places: CallVariant[] = [
          {
            description: "a valid one in the query",
            change: { url: withQuery(context, [ACCESS_TOKEN_PARAMETER], accessToken) },
          },
          {
            description: "a valid one in the JSON body",
            change: { body: JSON.stringify({ [ACCESS_TOKEN_PARAMETER]: accessToken }) },
          },
          {
            description: "a valid one in a form",
            headers: { "content-type": contract.flows.form.mediaType },
            change: { method: "POST", body: formOf(accessToken) },
          },
          {
            description: "a valid one in cookies and other header fields",
            headers: { ...cookiesOf(accessToken), ...fieldsOf(accessToken) },
          },
        ];
        return rejectEach(
          context,
          places.map((place) => ({
            ...place,
            authorization,
            description: `an invalid access token with ${place.description}`,
          })),
        );
      },
    },
    {
      id: "bearer/second-authorization",
      title: "The resource server rejects an invalid Authorization with a valid one after it",
      requirement: "rfc6750#2.1",
      needs,
      requests: 3,
      async run(context) {
        const valid = bearer(context, (await context.sharedToken("json")).accessToken);
        const invalid = bearer(context, NEVER_ISSUED);
        return rejectEach(context, [
          {
            description: "an invalid Authorization header field with a valid one after it",
            authorization: [invalid, valid],
          },
          { description: "two access tokens with their schemes in one field", authorization: `${invalid}, ${valid}` },
          { description: "the scheme Basic before a valid access token", authorization: `Basic ${valid}` },
        ]);
      },
    },
  ];
}

function formOf(accessToken: string): string {
  return new URLSearchParams({ [ACCESS_TOKEN_PARAMETER]: accessToken }).toString();
}

function multipartOf(accessToken: string, boundary: string): string {
  const field = `Content-Disposition: form-data; name="${ACCESS_TOKEN_PARAMETER}"`;
  return [`--${boundary}`, field, "", accessToken, `--${boundary}--`, ""].join("\r\n");
}

function cookiesOf(accessToken: string): WireRequest["headers"] {
  return { cookie: [ACCESS_TOKEN_PARAMETER, ...OTHER_NAMES].map((name) => `${name}=${accessToken}`).join("; ") };
}

function fieldsOf(value: string): WireRequest["headers"] {
  return Object.fromEntries(OTHER_FIELDS.map((name) => [name, value]));
}

function withQuery({ target }: CheckContext, names: readonly string[], value: string): string {
  const url = new URL(`${target.baseUrl}${target.resource?.path}`);
  for (const name of names) {
    url.searchParams.set(name, value);
  }
  return url.href;
}
