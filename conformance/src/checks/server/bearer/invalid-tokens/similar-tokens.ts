import { type OpenApiDocument, pointerTo, resolve } from "@microbilt-oauth/spec";
import type { TokenResponse } from "@microbilt-oauth/spec/types";
import type { Check, CheckContext } from "../../../../check.ts";
import type { Spec } from "../../../../document/spec.ts";
import {
  ACCESS_TOKEN_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  OTHER_TOKEN_VARIABLE,
} from "../../../../environment-variables.ts";
import { NotApplicable } from "../../../../errors.ts";
import { securitySchemePointer } from "../../../pointers.ts";
import { bearer } from "../calls.ts";
import { type CallVariant, rejectEach } from "../served.ts";

/** What clients and servers write by mistake where an access token is missing, and names that every object inherits. */
const PLACEHOLDERS = [
  "null",
  "undefined",
  "true",
  "0",
  "NaN",
  "constructor",
  "__proto__",
  "toString",
  "[object Object]",
  "{}",
  '""',
  "*",
  "%",
  "' OR '1'='1",
  "test",
  "demo",
  "admin",
  "token",
];

/** Calls with something that resembles an access token. */
export function similarTokenChecks({ document, contract }: Spec): Check[] {
  const words = [...PLACEHOLDERS, ...documentedTokens(document)];
  const scheme = securitySchemePointer(contract);
  const needs: Check["needs"] = ["resource", "tokens"];
  return [
    {
      id: "bearer/placeholders",
      title: "The resource server rejects placeholders and the documentation's examples as access tokens",
      requirement: scheme,
      needs,
      requests: words.length,
      run: (context) =>
        rejectEach(
          context,
          words.map((word) => tokenVariant(context, `the access token ${word}`, word)),
        ),
    },
    {
      id: "bearer/own-credentials",
      title: "The resource server rejects the credentials of the application in place of an access token",
      requirement: scheme,
      needs,
      requests: 3,
      run: (context) => rejectEach(context, credentialVariants(context)),
    },
    {
      id: "bearer/rewritten",
      title: "The resource server rejects a valid access token with characters repeated, removed or moved",
      requirement: scheme,
      needs,
      requests: 5,
      run: async (context) =>
        rejectEach(
          context,
          await altered(context, {
            "twice in a row": (token) => token + token,
            "without its first character": (token) => token.slice(1),
            "without its second half": (token) => token.slice(0, Math.ceil(token.length / 2)),
            "with a character before it": (token) => `x${token}`,
            backwards: (token) => [...token].reverse().join(""),
          }),
        ),
    },
    {
      id: "bearer/encoded",
      title: "The resource server rejects a valid access token that is encoded or quoted",
      requirement: "rfc6750#2.1",
      needs,
      requests: 5,
      run: async (context) =>
        rejectEach(
          context,
          await altered(context, {
            "percent-encoded": (token) => [...token].map((character) => `%${hex(character)}`).join(""),
            "in Base64": (token) => Buffer.from(token).toString("base64"),
            "in hexadecimal": (token) => Buffer.from(token).toString("hex"),
            "in quotation marks": (token) => `"${token}"`,
            "with an encoded space after it": (token) => `${token}%20`,
          }),
        ),
    },
    {
      id: "bearer/token-case",
      title: "The resource server rejects a valid access token in another case",
      requirement: "rfc6749#1.9",
      needs,
      requests: 2,
      run: async (context) =>
        rejectEach(
          context,
          await altered(context, {
            "in upper case": (token) => token.toUpperCase(),
            "in lower case": (token) => token.toLowerCase(),
          }),
        ),
    },
  ];
}

/** The access tokens in the examples of the document. */
function documentedTokens(document: OpenApiDocument): readonly string[] {
  const examples = resolve(document, pointerTo("components", "examples")) as Readonly<
    Record<string, { readonly value?: Partial<TokenResponse> }>
  >;
  return Object.values(examples).flatMap(({ value }) => value?.access_token ?? []);
}

function tokenVariant(context: CheckContext, description: string, token: string): CallVariant {
  return { description, authorization: bearer(context, token) };
}

function credentialVariants(context: CheckContext): CallVariant[] {
  const { clientId, clientSecret } = context.target.credentials;
  const inBase64 = Buffer.from(`${clientId}:${clientSecret}`).toString("base64");
  context.hide(inBase64, `$(printf %s "${clientId}:$${CLIENT_SECRET_VARIABLE}" | base64 -w 0)`);
  return [
    tokenVariant(context, "the client id as an access token", clientId),
    tokenVariant(context, "the client id and the client secret in Base64 as an access token", inBase64),
    { description: "the client id and the client secret with the scheme Basic", authorization: `Basic ${inBase64}` },
  ];
}

/**
 * Alters the shared access token in several ways. Reports show a placeholder, because each result is nearly the token.
 *
 * @throws {NotApplicable} if no alteration changes it
 */
async function altered(
  context: CheckContext,
  alterations: Readonly<Record<string, (accessToken: string) => string>>,
): Promise<CallVariant[]> {
  const { accessToken } = await context.sharedToken("json");
  const variants = Object.entries(alterations)
    .map(([description, alter]) => ({ description, token: alter(accessToken) }))
    .filter(({ token }) => token !== accessToken);
  if (variants.length === 0) {
    throw new NotApplicable("the access token has no letters, so its case cannot change");
  }
  return variants.map(({ description, token }) => {
    context.hide(token, placeholderFor(token, accessToken));
    return tokenVariant(context, `a valid access token ${description}`, token);
  });
}

function placeholderFor(token: string, accessToken: string): string {
  return token.includes(accessToken)
    ? token.replaceAll(accessToken, `\${${ACCESS_TOKEN_VARIABLE}}`)
    : `$${OTHER_TOKEN_VARIABLE}`;
}

function hex(character: string): string {
  return character.charCodeAt(0).toString(16).toUpperCase().padStart(2, "0");
}
