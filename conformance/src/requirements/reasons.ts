/** Reasons that several statements share. */

export const SERVER_INTERNALS = "Only the server's operator can see this; no response shows it.";
export const CLIENT_RULE = "It is a rule for clients, and the responses of a server cannot show it.";
export const CACHE_RULE = "It is a rule for caches, which are not under test.";
export const NO_SCOPES = "MicroBilt documents no scopes, so no request can name one.";
export const NO_JWT_ISSUED =
  "A JWT with this defect needs a valid signature, which only the server can make; forged ones are rejected for theirs.";
export const OPTIONAL = "It is optional, and clients work with or without it.";
export const LOAD_TEST = "It takes a load test, which must never be run against a server that others use.";
export const BROWSER_FLOW = "It applies to flows in a browser, which this API does not have.";
