import { IGNORED, PROMISES, product, READS, rename, replaceItem, response, schemas, token } from "./document-parts.ts";
import type { Pair } from "./pair.ts";

export const responsePairs: readonly Pair[] = [
  {
    edit: "an optional member is added to the token response",
    apply: (d) => (response(d).properties.scope = { type: "string", "x-source": "observation" }),
    class: "compatible",
    why: IGNORED,
    says: [/^TokenResponse has a new optional member, scope\.$/],
  },
  {
    edit: "a required member is added to the token response",
    apply: (d) => {
      response(d).properties.scope = { type: "string", "x-source": "documentation" };
      response(d).required.push("scope");
    },
    class: "compatible",
    why: IGNORED,
    says: [/new required member, scope/],
  },
  {
    edit: "a member is removed from the token response",
    apply: (d) => {
      delete response(d).properties.issued_at;
      replaceItem(response(d).required, "issued_at");
    },
    class: "breaking",
    why: READS,
    says: [/^TokenResponse no longer has the member issued_at\.$/],
    client: "minor",
  },
  {
    edit: "a member of the token response is renamed",
    apply: (d) => {
      rename(response(d).properties, "issued_at", "issued");
      replaceItem(response(d).required, "issued_at", "issued");
    },
    class: "breaking",
    why: READS,
    says: [/^issued_at of TokenResponse is called issued\.$/],
    client: "minor",
  },
  {
    edit: "a member of the token response is no longer required",
    apply: (d) => replaceItem(response(d).required, "issued_at"),
    class: "breaking",
    why: "Programs rely on it.",
    says: [/^issued_at of TokenResponse is no longer required\.$/],
    client: "minor",
  },
  {
    edit: "a member of a response becomes required",
    apply: (d) => schemas(d).MessageResponse.properties.MsgRsHdr.properties.Status.required.push("Severity"),
    class: "compatible",
    why: PROMISES,
    says: [/^Severity of Status of MsgRsHdr of MessageResponse is now required\.$/],
  },
  {
    edit: "the type of a member of the token response changes",
    apply: (d) => (response(d).properties.expires_in.type = "integer"),
    class: "breaking",
    why: "Programs read another kind of value.",
    says: [/^The type of expires_in of TokenResponse changed from string to integer\.$/],
    client: "minor",
  },
  {
    edit: "the type of a member of the token response is widened",
    apply: (d) => (response(d).properties.expires_in.type = ["string", "integer"]),
    class: "breaking",
    why: "Programs do not expect the values that are new.",
    says: [/changed from string to string or integer/],
    client: "minor",
  },
  {
    edit: "the type of a member of a response is narrowed",
    apply: (d) =>
      (schemas(d).MessageResponse.properties.MsgRsHdr.properties.Status.properties.StatusCode.type = "integer"),
    class: "compatible",
    why: PROMISES,
    says: [/changed from integer or string to integer/],
  },
  {
    edit: "the pattern of a member of the token response is narrowed",
    apply: (d) => (response(d).properties.expires_in.pattern = "^[0-9]{1,5}$"),
    class: "compatible",
    why: PROMISES,
    says: [/^The pattern of expires_in of TokenResponse changed from \^\[0-9\]\+\$ to/],
  },
  {
    edit: "the pattern of a member of the token response is widened",
    apply: (d) => (response(d).properties.expires_in.pattern = "^[0-9]+s?$"),
    class: "breaking",
    why: "Programs do not expect the values that are new.",
    says: [/^The pattern of expires_in/],
    client: "minor",
  },
  {
    edit: "the pattern of a member of the token response is removed",
    apply: (d) => delete response(d).properties.expires_in.pattern,
    class: "breaking",
    why: "Programs do not expect the values that are new.",
    says: [/is no longer restricted to \^\[0-9\]\+\$/],
    client: "minor",
  },
  {
    edit: "the same pattern is written in another way",
    apply: (d) => (response(d).properties.expires_in.pattern = "^\\d+$"),
    class: undefined,
    why: "Both match the same strings.",
    says: [],
  },
  {
    edit: "an enumeration grows in the token response",
    apply: (d) => response(d).properties.status.enum.push("pending"),
    class: "compatible",
    why: "Programs treat a value that they do not know like any other.",
    says: [/^The enum of status of TokenResponse changed from approved to approved, pending\.$/],
    client: "minor",
  },
  {
    edit: "an enumeration shrinks in a response",
    apply: (d) => schemas(d).ReportResponse.properties.RESPONSE.properties.STATUS.properties.action.enum.pop(),
    class: "compatible",
    why: PROMISES,
    says: [/changed from RESEND, DONE to RESEND/],
  },
  {
    edit: "a value of an enumeration of the token response is replaced",
    apply: (d) => (response(d).properties.status.enum = ["granted"]),
    class: "breaking",
    why: "Programs compare it.",
    says: [/changed from approved to granted/],
    client: "minor",
  },
  {
    edit: "the unit of a member changes",
    apply: (d) => (response(d).properties.expires_in["x-unit"] = "ms"),
    class: "breaking",
    why: "Programs calculate with it, and no type shows the mistake.",
    says: [/^The unit of expires_in of TokenResponse changed from s to ms\.$/],
    client: "minor",
  },
  {
    edit: "a member of the gateway's errors is removed",
    apply: (d) => delete schemas(d).GatewayFault.properties.fault.properties.faultstring,
    class: "breaking",
    why: READS,
    says: [/no longer has the member faultstring/],
    client: "major",
  },
  {
    edit: "a member is added to the gateway's errors",
    apply: (d) =>
      (schemas(d).GatewayFault.properties.fault.properties.id = { type: "string", "x-source": "observation" }),
    class: "compatible",
    why: IGNORED,
    says: [/new optional member, id/],
    client: "minor",
  },
  {
    edit: "a third form of error is added",
    apply: (d) => {
      schemas(d).ThirdError = { type: "object", required: ["x"], properties: { x: { type: "string" } } };
      d.components.responses.InvalidClient.content["application/json"].schema.oneOf.push({
        $ref: "#/components/schemas/ThirdError",
      });
    },
    class: "breaking",
    why: "Programs do not expect it.",
    says: [/has another form, ThirdError/],
  },
  {
    edit: "a form of error goes",
    apply: (d) => d.components.responses.InvalidClient.content["application/json"].schema.oneOf.pop(),
    class: "compatible",
    why: "Programs need not handle it any more.",
    says: [/no longer has the form, GatewayFault/],
  },
  {
    edit: "another form of a product's response is described",
    apply: (d) =>
      d.components.responses.ApplicationData.content["application/json"].schema.anyOf.push({
        title: "Third",
        type: "object",
      }),
    class: "compatible",
    why: "A product's response could be any object before.",
    says: [/has another form, Third/],
  },
  {
    edit: "a member gets a limit in a response",
    apply: (d) => (response(d).properties.access_token.maxLength = 100),
    class: "compatible",
    why: PROMISES,
    says: [/^The maxLength of access_token of TokenResponse is now 100\.$/],
  },
  {
    edit: "a status is added to the token endpoint",
    apply: (d) => (token(d).responses["503"] = { description: "Busy.", "x-source": "rfc9110#15.6.4" }),
    class: "compatible",
    why: "A client treats a status that it does not know like the first of its class.",
    says: [/can respond with 503/],
  },
  {
    edit: "an error status is removed from a product",
    apply: (d) => {
      product(d).responses = { ...product(d).responses };
      delete product(d).responses["413"];
    },
    class: "compatible",
    why: "Programs need not handle it any more.",
    says: [/no longer responds with 413/],
  },
  {
    edit: "the successful status is replaced",
    apply: (d) => {
      product(d).responses = { ...product(d).responses };
      rename(product(d).responses, "200", "202");
    },
    class: "breaking",
    why: "Programs expect this response.",
    says: [/no longer responds with 200/, /can respond with 202/],
  },
  {
    edit: "a media type is added to a response",
    apply: (d) => {
      const { content } = d.components.responses.ApplicationData;
      content["application/xml"] = content["application/json"];
    },
    class: "compatible",
    why: "A client names the media types that it accepts.",
    says: [/^The response ApplicationData is also available as application\/xml\.$/],
  },
  {
    edit: "the media type of an error changes",
    apply: (d) =>
      rename(d.components.responses.InsufficientScope.content, "application/json", "application/problem+json"),
    class: "breaking",
    why: READS,
    says: [/no longer available as application\/json/, /also available as application\/problem\+json/],
  },
  {
    edit: "the items of an array of a response are no longer described",
    prepare: (d) => (response(d).properties.scopes = { type: "array", items: { type: "string" } }),
    apply: (d) => delete response(d).properties.scopes.items,
    class: "breaking",
    why: "Programs do not expect the values that are new.",
    says: [/^The type of the items of scopes of TokenResponse is no longer restricted to string\.$/],
    client: "minor",
  },
  {
    edit: "a header of a response is removed",
    apply: (d) => delete d.components.responses.QuotaExceeded.headers,
    class: "breaking",
    why: READS,
    says: [/^The header Retry-After of the response QuotaExceeded was removed\.$/],
  },
  {
    edit: "a header of a response is added",
    apply: (d) => (d.components.responses.AccessToken.headers = { "X-Request": { schema: { type: "string" } } }),
    class: "compatible",
    why: "Programs ignore headers that they do not know.",
    says: [/^There is a new header, X-Request, in the response AccessToken\.$/],
  },
  {
    edit: "a header of a response becomes required",
    apply: (d) => (d.components.headers.RetryAfter.required = true),
    class: "compatible",
    why: PROMISES,
    says: [/^The header Retry-After of the response QuotaExceeded is now required\.$/],
  },
];
