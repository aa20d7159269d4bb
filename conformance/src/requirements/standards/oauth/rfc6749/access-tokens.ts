import { BROWSER_FLOW, CLIENT_RULE } from "../../../reasons.ts";
import type { Statement } from "../../../statement.ts";

/** Sections 7 and 10: how access tokens are used and protected. */
export const ACCESS_TOKENS: readonly Statement[] = [
  {
    section: "7",
    keyword: "MUST",
    text: "The resource server validates the access token and its expiration.",
    checks: ["bearer/unknown", "bearer/tampered*", "bearer/cut", "bearer/longer", "bearer/expired", "bearer/lifetimes"],
  },
  {
    section: "7",
    keyword: "MUST",
    text: "The resource server ensures that the scope of the access token covers the resource.",
    checks: ["bearer/another-product"],
  },
  {
    section: "7.1",
    keyword: "MUST NOT",
    text: "A client does not use an access token of a type that it does not understand.",
    unchecked: CLIENT_RULE,
  },
  {
    section: "7.2",
    keyword: "SHOULD",
    text: "The resource server informs the client of a failed call.",
    checks: ["bearer/missing-status", "bearer/unknown-status", "bearer/expired-status"],
  },
  {
    section: "10.3",
    keyword: "MUST",
    text: "Access tokens are confidential in transit and in storage.",
    checks: ["responses/no-token", "responses/no-other-token", "bearer/no-token", "transport/plain-http-resource"],
  },
  {
    section: "10.3",
    keyword: "MUST",
    text: "Nobody else can make, change or guess a valid access token.",
    checks: ["token-response/guessing", "bearer/unknown", "bearer/tampered*", "bearer/forged-jwt", "bearer/rewritten"],
  },
  {
    section: "10.4",
    keyword: "MUST",
    text: "Refresh tokens are bound to a client.",
    unchecked: "The server issues none. That has a check of its own.",
  },
  {
    section: "10.10",
    keyword: "MUST",
    text: "Nobody can guess an access token with a probability above 1 in 2¹²⁸.",
  },
  {
    section: "10.10",
    keyword: "SHOULD",
    text: "Nobody can guess an access token with a probability above 1 in 2¹⁶⁰.",
    unchecked: "Access tokens with exactly 128 random bits are sound, so the check does not demand more.",
  },
  {
    section: "10.14",
    keyword: "MUST",
    text: "The server sanitizes every value that it receives.",
    checks: [
      "refusals/json-injected-*",
      "refusals/form-injected-*",
      "refusals/json-other-types",
      "responses/no-reflection",
    ],
  },
  { section: "10.15", text: "The server is no open redirector.", unchecked: BROWSER_FLOW },
];
