/** The known limitations of Prism (measured with 5.16), each with the checks that fail because of it. */
const LIMITATIONS: readonly (readonly [limitation: string, ...checks: string[]])[] = [
  [
    "never responds to a request with malformed JSON",
    "robustness/malformed-json",
    "robustness/truncated-json",
    "robustness/trailing-json",
    "robustness/byte-order-mark",
    "refusals/form-as-json",
  ],
  [
    "does not require grant_type in the query of a form request, because OpenAPI cannot express that rule",
    "refusals/missing-parameter-status",
    "refusals/form-without-grant_type",
    "refusals/form-empty-grant_type",
    "refusals/form-parameter-case",
    "refusals/form-parameters-in-fields",
  ],
  [
    "uses the last value of a repeated form field",
    "refusals/form-repeated-client_id",
    "refusals/form-repeated-client_secret",
  ],
  [
    "sends only the header fields that the document names",
    "token-response/cache-control",
    "token-response/pragma",
    "refusals/method-status",
    "bearer/missing-challenge",
  ],
  ["responds with the document's example, which does not contain the current time", "token-response/time-of-issue"],
  ["allows requests with credentials from any origin", "token-response/foreign-origins", "bearer/cross-origin"],
  ["ignores form fields that the document does not define", "refusals/form-body-against-grant-type"],
  ["uses the first of two Host fields", "http/two-hosts"],
  ["rejects a lower-case bearer scheme", "bearer/scheme-case"],
  ["responds with 500 to deeply nested JSON", "robustness/deep-json", "responses/server-errors"],
  ["does not check whether a body is UTF-8", "robustness/not-utf-8"],
  ["crashes on a form with malformed percent-encoding", "robustness/malformed-form", "robustness/afterwards"],
];

/**
 * Lists the known limitations of Prism by check id. When a later Prism passes one of these checks, the run fails until
 * the limitation is removed here.
 *
 * @param title the name of Prism in the reasons
 */
export function prismLimitations(title: string): Readonly<Record<string, string>> {
  return Object.fromEntries(
    LIMITATIONS.flatMap(([limitation, ...checks]) => checks.map((id) => [id, `${title} ${limitation}`])),
  );
}
