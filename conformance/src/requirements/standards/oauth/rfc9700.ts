import { BROWSER_FLOW, SERVER_INTERNALS } from "../../reasons.ts";
import type { Standard } from "../../statement.ts";

export const RFC_9700: Standard = {
  rfc: "rfc9700",
  title: "Best Current Practice for OAuth 2.0 Security",
  statements: [
    {
      section: "2.1",
      keyword: "MUST",
      text: "Redirect URIs match exactly, and clients prevent cross-site request forgery.",
      unchecked: BROWSER_FLOW,
    },
    {
      section: "2.2.1",
      keyword: "SHOULD",
      text: "Access tokens are bound to their sender.",
      unchecked: "MicroBilt documents bearer tokens, which work for whoever holds them.",
    },
    {
      section: "2.3",
      keyword: "SHOULD",
      text: "Access tokens are restricted to what the client needs.",
      checks: ["bearer/another-product"],
    },
    {
      section: "2.3",
      keyword: "MUST",
      text: "A resource server rejects access tokens that were issued for another one.",
      unchecked: "The run knows one resource server, so it has no access token for another.",
    },
    { section: "2.4", keyword: "MUST NOT", text: "The password grant is not used." },
    {
      section: "2.5",
      keyword: "SHOULD",
      text: "The authorization server authenticates clients.",
      checks: [
        "refusals/json-wrong-secret",
        "refusals/form-wrong-secret",
        "refusals/json-without-*",
        "refusals/form-without-*",
      ],
    },
    {
      section: "2.5",
      keyword: "SHOULD",
      text: "Clients authenticate with asymmetric keys.",
      unchecked: "MicroBilt documents a client secret.",
    },
    {
      section: "2.6",
      keyword: "SHOULD",
      text: "The authorization server publishes its metadata.",
      unchecked: "MicroBilt documents none, and this project's document takes its place.",
    },
    {
      section: "2.6",
      keyword: "MAY",
      text: "The token endpoint may support CORS.",
      checks: ["token-response/foreign-origins"],
    },
    {
      section: "2.6",
      keyword: "SHOULD",
      text: "TLS reaches from the client to the resource server.",
      unchecked: SERVER_INTERNALS,
    },
    { section: "4.3.2", keyword: "MUST NOT", text: "A call does not have the access token in the query of its URI." },
    {
      section: "4.9.3",
      keyword: "MUST",
      text: "A resource server does not store access tokens in plain text.",
      unchecked: SERVER_INTERNALS,
    },
    {
      section: "4.12",
      keyword: "MUST NOT",
      text: "A request with a user's credentials is not redirected with 307.",
      unchecked: "It needs a browser flow. A redirect of a token request fails the checks of both flows.",
    },
    {
      section: "4.13",
      keyword: "MUST",
      text: "A reverse proxy removes header fields that only it may set.",
      checks: ["bearer/forwarding-fields"],
    },
    {
      section: "4.14",
      keyword: "MUST",
      text: "Refresh tokens are bound to their sender, or used once.",
      unchecked: "There are no refresh tokens. That has a check of its own.",
    },
    {
      section: "4.15.1",
      keyword: "SHOULD NOT",
      text: "A client cannot choose its client ID.",
      unchecked: "Applications are registered by hand, on a website that is not under test.",
    },
  ],
};
