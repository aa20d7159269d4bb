import { NO_SCOPES, SERVER_INTERNALS } from "../../../reasons.ts";
import type { Statement } from "../../../statement.ts";
import { WRONG_CREDENTIALS } from "../wrong-credentials.ts";

/** Sections 3 and 4: what a token request contains. */
export const TOKEN_ENDPOINT: readonly Statement[] = [
  { section: "3.2", keyword: "MUST", text: "The token endpoint requires TLS.", checks: ["transport/plain-http"] },
  {
    section: "3.2",
    keyword: "MUST",
    text: "Token requests use POST.",
    checks: ["refusals/method-*", "refusals/methods-with-form", "refusals/methods-with-query"],
  },
  {
    section: "3.2",
    keyword: "MUST",
    text: "A parameter without a value counts as missing.",
    checks: ["refusals/json-empty-*", "refusals/form-empty-*"],
  },
  {
    section: "3.2",
    keyword: "MUST",
    text: "The server ignores unknown parameters.",
    checks: [
      "token-request/json-unknown-parameter",
      "token-request/form-unknown-parameter",
      "token-request/json-response-parameters",
      "token-request/form-response-parameters",
    ],
  },
  {
    section: "3.2",
    text: "Parameters are in the content of a request, not in its header.",
    checks: ["refusals/json-parameters-in-fields", "refusals/form-parameters-in-fields"],
  },
  {
    section: "3.2",
    keyword: "MUST NOT",
    text: "No parameter is in a request more than once.",
    checks: [
      "refusals/json-array-*",
      "refusals/json-repeated-members",
      "refusals/form-repeated-*",
      "refusals/query-against-json",
      "refusals/json-grant-type-against-query",
      "refusals/form-grant-type-against-body",
      "refusals/form-body-against-grant-type",
      "refusals/form-conflicting-fields",
    ],
  },
  {
    section: "3.2.1",
    keyword: "MUST",
    text: "A client with credentials authenticates at the token endpoint.",
    checks: WRONG_CREDENTIALS,
  },
  { section: "3.3", keyword: "MAY", text: "The server may ignore part of the requested scope.", unchecked: NO_SCOPES },
  {
    section: "3.3",
    keyword: "MUST",
    text: "The response names the scope if it differs from the requested one.",
    unchecked: NO_SCOPES,
  },
  {
    section: "3.3",
    keyword: "MUST",
    text: "Without a scope, the server uses a default or rejects the request.",
    checks: ["token-request/json", "token-request/form"],
  },
  {
    section: "4.4",
    keyword: "MUST",
    text: "Only confidential clients use the client credentials grant.",
    unchecked: SERVER_INTERNALS,
  },
  {
    section: "4.4.2",
    keyword: "MUST",
    text: "A token request is a form in UTF-8.",
    checks: [
      "token-request/form-order",
      "token-request/form-reserved-characters",
      "token-request/form-percent-encoding",
      "token-request/form-percent-encoded-values",
    ],
  },
  {
    section: "4.4.2",
    keyword: "MUST",
    text: "The grant type is present, and its value is exactly that of the client credentials grant.",
    checks: [
      "refusals/query-instead-of-json",
      "refusals/json-padded-grants",
      "refusals/form-padded-grants",
      "refusals/json-similar-grants",
      "refusals/form-similar-grants",
      "refusals/json-grant-type",
      "refusals/form-grant-type",
      "refusals/json-without-*",
      "refusals/form-without-*",
    ],
  },
  {
    section: "4.4.2",
    keyword: "MUST",
    text: "The server authenticates the client.",
    checks: WRONG_CREDENTIALS,
  },
  { section: "4.4.3", keyword: "SHOULD NOT", text: "The response contains no refresh token." },
];
