import { dereference, type Schema } from "@microbilt-oauth/spec";
import { parseDocument } from "yaml";
import type { Check } from "../../../check.ts";
import type { Spec } from "../../../document/spec.ts";
import { FLOW_LABELS } from "../../../flow.ts";
import type { IssuedToken } from "../../../wire/issued-token.ts";
import { expectThat } from "../../findings.ts";
import { parameterPointer, statusPointer } from "../../pointers.ts";
import { charsetOf, dateOf, hasDirective, mediaTypeOf } from "../header-fields.ts";
import { reveals } from "../reveals.ts";
import { type Difference, differenceUnless, inspectEachToken } from "./each-token.ts";

/** Gateways of this family also return refresh_token_expires_in, which is not a refresh token. */
const REFRESH_TOKEN = /refresh_token$/;

/** The names of errors: in RFC 6749, in MicroBilt's responses and in faults. */
const ERROR = /^(?:error|error_?description|error_?code|fault)$/i;

/** The token response as a whole: its status, its header fields, its JSON. */
export function tokenResponseChecks({ contract }: Spec): Check[] {
  const { mediaType } = contract.tokenResponse;
  const ok = statusPointer(contract, 200);
  return [
    inspecting("status-code", "has the status 200", ok, ({ response: { status } }) =>
      differenceUnless(status === 200, "status 200", String(status)),
    ),
    inspecting("media-type", `has the Content-Type ${mediaType}`, "rfc6749#5.1", ({ response }) => {
      const seen = mediaTypeOf(response);
      return differenceUnless(seen === mediaType, `Content-Type: ${mediaType}`, seen || "no Content-Type");
    }),
    inspecting("charset", "names no charset other than UTF-8", "rfc8259#8.1", ({ response }) => {
      const charset = charsetOf(response);
      const isUtf8 = charset === undefined || /^utf-?8$/.test(charset);
      return differenceUnless(isUtf8, "charset=utf-8 or no charset", `charset=${charset}`);
    }),
    inspecting("byte-order-mark", "does not start with a byte order mark", "rfc8259#8.1", ({ response: { body } }) =>
      differenceUnless(!body.startsWith("\uFEFF"), "no byte order mark", "a byte order mark"),
    ),
    inspecting("unique-members", "contains no member twice", "rfc8259#4", ({ response: { body } }) => {
      const isUnique = parseDocument(body).errors.every(({ code }) => code !== "DUPLICATE_KEY");
      return differenceUnless(isUnique, "every member once", "a member twice");
    }),
    withDirective("cache-control", "has Cache-Control: no-store", "no-store"),
    withDirective("pragma", "has Pragma: no-cache", "no-cache"),
    inspecting("date", "has a valid Date", "rfc9110#6.6.1", ({ response }) =>
      differenceUnless(!Number.isNaN(dateOf(response)), "a Date", response.headers["date"] ?? "no Date"),
    ),
    inspecting("refresh-token", "contains no refresh token", "rfc6749#4.4.3", ({ members }) => {
      const [name] = Object.entries(members).find(([member, value]) => REFRESH_TOKEN.test(member) && value) ?? [];
      return differenceUnless(name === undefined, "no refresh token", `the member ${name}`);
    }),
    inspecting("no-error", "contains no error", "rfc6749#5.2", ({ members }) => {
      const [name] = Object.entries(members).find(([member, value]) => ERROR.test(member) && isSet(value)) ?? [];
      return differenceUnless(name === undefined, "no error", `the member ${name}`);
    }),
    {
      id: "token-response/no-secret",
      title: "The token response does not contain the client secret",
      requirement: parameterPointer(contract, "json", "client_secret"),
      requests: 0,
      run: (context) =>
        inspectEachToken(context, ({ response }) => {
          const isRevealed = reveals(context, response, context.target.credentials.clientSecret);
          return differenceUnless(!isRevealed, "no client secret", "the client secret");
        }),
    },
    {
      id: "token-response/same-members",
      title: "The token responses of both flows have the same documented members",
      requirement: contract.tokenEndpoint.pointer,
      requests: 0,
      async run(context) {
        const [json, form] = await Promise.all([context.sharedToken("json"), context.sharedToken("form")]);
        const [expected, seen] = [documentedMembers(context, json), documentedMembers(context, form)];
        return expectThat(
          expected === seen,
          `the members ${expected}, as in the ${FLOW_LABELS.json} flow`,
          form,
          `the members ${seen}`,
        );
      },
    },
  ];
}

function inspecting(
  name: string,
  requirement: string,
  source: Check["requirement"],
  inspect: (token: IssuedToken) => readonly Difference[],
): Check {
  return {
    id: `token-response/${name}`,
    title: `The token response ${requirement}`,
    requirement: source,
    requests: 0,
    run: (context) => inspectEachToken(context, inspect),
  };
}

/** Some servers have these members in each response, and say with their values that there is no error. */
function isSet(value: unknown): boolean {
  return (
    Boolean(value) && !/^(?:0|none|null|no|false|ok|success)?$/i.test(String(value)) && JSON.stringify(value) !== "[]"
  );
}

function withDirective(field: string, requirement: string, directive: string): Check {
  return inspecting(field, requirement, "rfc6749#5.1", ({ response }) =>
    differenceUnless(
      hasDirective(response, field, directive),
      `${field}: ${directive}`,
      response.headers[field] ?? `no ${field}`,
    ),
  );
}

/** A server may add other members, and in one flow only (RFC 6749, section 5.1). */
function documentedMembers({ document, contract }: Spec, { members }: IssuedToken): string {
  const { properties = {} } = dereference<Schema>(document, { $ref: contract.tokenResponse.pointer });
  return Object.keys(members)
    .filter((name) => Object.hasOwn(properties, name))
    .sort()
    .join(", ");
}
