import { CLIENT_RULE, NO_SCOPES, SERVER_INTERNALS } from "../../reasons.ts";
import type { Standard } from "../../statement.ts";
import { memberCheck } from "./member-check.ts";

export const RFC_6750: Standard = {
  rfc: "rfc6750",
  title: "Bearer Token Usage",
  statements: [
    {
      section: "2",
      text: "The standard defines three places for an access token, and no others.",
      checks: ["bearer/in-other-fields", "bearer/own-credentials"],
    },
    {
      section: "2",
      keyword: "MUST NOT",
      text: "A call does not have an access token in more than one place.",
      checks: ["bearer/two-places", "bearer/two-headers", "bearer/second-authorization"],
    },
    {
      section: "2.1",
      keyword: "MUST",
      text: "A resource server accepts an access token in the Authorization header field.",
      checks: ["bearer/json", "bearer/form", "bearer/get", "bearer/post"],
    },
    {
      section: "2.1",
      text: "The syntax of an access token is b64token.",
      checks: [memberCheck("access_token")],
    },
    {
      section: "2.1",
      text: "The Authorization header field has the scheme Bearer, a space and one access token.",
      checks: [
        "bearer/empty",
        "bearer/malformed",
        "bearer/malformed-scheme",
        "bearer/no-scheme",
        "bearer/other-scheme",
        "bearer/type-as-scheme",
        "bearer/encoded",
        "bearer/second-authorization",
      ],
    },
    { section: "2.2", keyword: "SHOULD NOT", text: "A call does not have the access token in its body." },
    {
      section: "2.3",
      keyword: "SHOULD NOT",
      text: "A call does not have the access token in its query.",
      checks: ["bearer/in-query"],
    },
    {
      section: "2.3",
      keyword: "SHOULD",
      text: "The response to an access token in the query has Cache-Control: private.",
      unchecked: "A check requires that the server rejects an access token in the query.",
    },
    {
      section: "3",
      keyword: "MUST",
      text: "A rejected call gets WWW-Authenticate with the scheme Bearer.",
    },
    {
      section: "3",
      keyword: "MUST NOT",
      text: "No attribute of the challenge is repeated, or has characters that are not allowed.",
      unchecked: "The observed challenges can be malformed, so the client does not depend on their attributes.",
    },
    {
      section: "3.1",
      keyword: "SHOULD",
      text: "A malformed call gets 400.",
      unchecked:
        "A gateway can reject it before OAuth sees it, with another status. The checks of malformed calls require a rejection.",
    },
    {
      section: "3.1",
      keyword: "SHOULD",
      text: "An invalid, expired or revoked access token gets 401.",
      checks: [
        "bearer/expired-status",
        "bearer/unknown-status",
        "bearer/revoked",
        "bearer/another-product",
        "bearer/removed-application",
      ],
    },
    {
      section: "3.1",
      keyword: "SHOULD",
      text: "The challenge to an invalid access token has the error code invalid_token.",
      checks: ["bearer/unknown-challenge"],
    },
    { section: "3.1", keyword: "SHOULD", text: "An insufficient scope gets 403.", unchecked: NO_SCOPES },
    {
      section: "3.1",
      keyword: "SHOULD NOT",
      text: "The challenge to a call without an access token has no error code.",
      checks: ["bearer/missing-no-error-code"],
    },
    {
      section: "5.2",
      keyword: "MUST",
      text: "An access token is protected against changes.",
      checks: ["bearer/tampered*", "bearer/forged-jwt"],
    },
    {
      section: "5.2",
      keyword: "MUST",
      text: "The lifetime of an access token is limited.",
      checks: [memberCheck("expires_in"), "bearer/expired", "bearer/lifetimes"],
    },
    {
      section: "5.2",
      keyword: "MUST",
      text: "The authorization server names the intended audience in the access token.",
      unchecked: "An access token can be opaque; then no response shows its audience.",
    },
    {
      section: "5.2",
      keyword: "MUST",
      text: "TLS with confidentiality protects access tokens in transit.",
      checks: ["transport/cipher-suites", "transport/plain-http", "transport/plain-http-resource"],
    },
    { section: "5.2", keyword: "MUST", text: "Access tokens are stored securely.", unchecked: SERVER_INTERNALS },
    {
      section: "5.3",
      keyword: "MUST",
      text: "Access tokens are kept from everybody else.",
      checks: ["bearer/no-token", "responses/no-token"],
    },
    {
      section: "5.3",
      keyword: "MUST",
      text: "Clients validate the certificate of the resource server.",
      unchecked: CLIENT_RULE,
    },
    {
      section: "5.3",
      keyword: "MUST",
      text: "Calls with an access token use TLS.",
      checks: ["transport/plain-http-resource"],
    },
    {
      section: "5.3",
      keyword: "MUST NOT",
      text: "Access tokens are not in cookies that can be sent in the clear.",
      checks: ["bearer/in-other-fields", "responses/no-token"],
    },
    {
      section: "5.3",
      keyword: "SHOULD",
      text: "Access tokens are short-lived.",
      checks: ["token-response/short-lived"],
    },
    { section: "5.3", keyword: "SHOULD", text: "Access tokens have a scope.", unchecked: NO_SCOPES },
    {
      section: "5.3",
      keyword: "SHOULD NOT",
      text: "Access tokens are not in URLs.",
      checks: ["bearer/in-query"],
    },
  ],
};
