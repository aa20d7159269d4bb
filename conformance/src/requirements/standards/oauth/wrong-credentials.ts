import type { CheckPattern } from "../../statement.ts";

/** The checks that send the credentials of nobody, or of another application. */
export const WRONG_CREDENTIALS: readonly CheckPattern[] = [
  "refusals/json-wrong-secret",
  "refusals/form-wrong-secret",
  "refusals/json-unknown-client",
  "refusals/form-unknown-client",
  "refusals/secret-of-another",
  "refusals/swapped",
  "refusals/cut-secret",
  "refusals/longer-secret",
  "refusals/json-altered-*",
  "refusals/form-altered-*",
  "refusals/json-mixed-applications",
  "refusals/form-mixed-applications",
  "refusals/json-injected-*",
  "refusals/form-injected-*",
  "refusals/json-other-types",
  "refusals/form-bracketed-names",
  "refusals/json-wrong-basic",
  "refusals/form-wrong-basic",
  "refusals/json-query-over-body",
  "refusals/form-query-over-body",
  "refusals/path-case",
  "token-request/concurrent-refusals",
];
