import { CLIENT_RULE } from "../../../reasons.ts";
import type { Statement } from "../../../statement.ts";
import { memberCheck } from "../member-check.ts";

const ERROR_BODIES = ["refusals/missing-parameter-body", "refusals/wrong-secret-body", "refusals/grant-type-body"];

/** Section 5: what a response to a token request contains. */
export const RESPONSES: readonly Statement[] = [
  {
    section: "5.1",
    text: "The status of a token response is 200.",
    checks: ["token-response/status-code"],
  },
  {
    section: "5.1",
    keyword: "MUST",
    text: "The response contains the access token and its type.",
    checks: [memberCheck("access_token"), memberCheck("token_type")],
  },
  {
    section: "5.1",
    keyword: "SHOULD",
    text: "The response contains the lifetime of the access token in seconds.",
    checks: [memberCheck("expires_in"), "token-response/lifetime", "token-response/lifetime-remaining"],
  },
  {
    section: "5.1",
    text: "The lifetime is a JSON number.",
    unchecked: "MicroBilt documents a string, and the checks require what MicroBilt documents.",
  },
  { section: "5.1", text: "The token response is JSON.", checks: ["token-response/media-type"] },
  {
    section: "5.1",
    keyword: "MUST",
    text: "A response with tokens has Cache-Control: no-store.",
    checks: ["token-response/cache-control", "token-response/shared-cache"],
  },
  {
    section: "5.1",
    keyword: "MUST",
    text: "A response with tokens has Pragma: no-cache.",
    checks: ["token-response/pragma"],
  },
  {
    section: "5.1",
    keyword: "MUST",
    text: "A client ignores unknown members of the response.",
    unchecked: CLIENT_RULE,
  },
  {
    section: "5.2",
    text: "The status of an error is 400 unless specified otherwise.",
    checks: ["refusals/missing-parameter-status"],
  },
  {
    section: "5.2",
    keyword: "MAY",
    text: "The status may be 401 if the client cannot be authenticated.",
    checks: ["refusals/wrong-secret-status"],
  },
  {
    section: "5.2",
    keyword: "MUST",
    text: "A failed HTTP Basic attempt gets 401 and WWW-Authenticate with that scheme.",
    unchecked:
      "MicroBilt does not document HTTP Basic. A server without it need not distinguish the attempt from missing parameters.",
  },
  {
    section: "5.2",
    text: "A request that uses two authentication methods is invalid.",
    checks: ["refusals/json-basic-against-body", "refusals/form-basic-against-body", "refusals/two-ways-at-once"],
  },
  { section: "5.2", text: "Only an error response contains an error.", checks: ["token-response/no-error"] },
  { section: "5.2", text: "An error has a JSON body.", checks: [...ERROR_BODIES, "refusals/error-json"] },
  {
    section: "5.2",
    keyword: "MUST",
    text: "An error names one of the registered codes in the member error.",
    unchecked: "The observed errors have other members, and the checks of their bodies require those.",
  },
  {
    section: "5.2",
    keyword: "MUST NOT",
    text: "Error codes and descriptions contain no characters other than printable ASCII.",
    unchecked: "The observed errors have other members, to which this does not apply.",
  },
];
