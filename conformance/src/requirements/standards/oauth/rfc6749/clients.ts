import type { Statement } from "../../../statement.ts";

/** Sections 1 and 2: how a client authenticates. */
export const CLIENTS: readonly Statement[] = [
  { section: "1.9", text: "Parameter names and values are case-sensitive." },
  {
    section: "2.2",
    keyword: "MUST NOT",
    text: "The client ID alone does not authenticate a client.",
    checks: ["refusals/json-without-*", "refusals/form-without-*", "refusals/cookie-instead-of-secret"],
  },
  {
    section: "2.2",
    text: "A client ID is unique to the authorization server.",
    checks: ["token-response/own-token", "token-request/concurrent"],
  },
  {
    section: "2.3",
    keyword: "MUST NOT",
    text: "A request has no more than one authentication method.",
  },
  {
    section: "2.3.1",
    keyword: "MUST",
    text: "The server supports HTTP Basic for clients that have a client secret.",
    unchecked:
      "MicroBilt documents credentials in the body only. A server without HTTP Basic is not at fault; one with it must reject wrong credentials there, and checks verify that.",
  },
  {
    section: "2.3.1",
    keyword: "MAY",
    text: "The server may accept credentials in the request body.",
    checks: ["token-request/json", "token-request/form"],
  },
  {
    section: "2.3.1",
    keyword: "MUST NOT",
    text: "Credentials are not in the request URI.",
    checks: ["refusals/json-credentials-in-query", "refusals/form-credentials-in-query", "refusals/methods-with-query"],
  },
  {
    section: "2.3.1",
    text: "The client ID and the client secret authenticate the client exactly as they were issued.",
    checks: ["refusals/json-padded-credentials", "refusals/form-padded-credentials", "refusals/padded-secret"],
  },
  {
    section: "2.3.1",
    text: "A client secret is a password, so responses do not disclose it.",
    checks: ["responses/no-secret", "refusals/no-secret", "token-response/no-secret"],
  },
  {
    section: "2.3.1",
    keyword: "MUST",
    text: "Password authentication requires TLS.",
    checks: ["transport/plain-http"],
  },
  {
    section: "2.3.1",
    keyword: "MUST",
    text: "The endpoint does not help someone who guesses: an unknown client ID and a wrong client secret look alike.",
    checks: ["refusals/alike"],
  },
  {
    section: "2.3.1",
    keyword: "MUST",
    text: "The endpoint limits how many client secrets someone can guess.",
    unchecked: "As many wrong secrets as that takes would lock the application out.",
  },
];
