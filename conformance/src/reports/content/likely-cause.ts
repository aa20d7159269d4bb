/** What usually causes many checks to see the same, by the status of the response. */
const CAUSES: readonly (readonly [pattern: RegExp, cause: string])[] = [
  [/^(?:401|403)\b/, "Check the credentials, --resource, and whether a gateway needs --header or --cert."],
  [/^(?:404|405)\b/, "Check --base-url and --resource: the paths of the document are appended to the base URL."],
  [/^429\b|\(429\b/, "The server limits the rate: set a lower --rate, or more --retries."],
  [/^3\d\d\b/, "The server may be behind a proxy or a login page: check --base-url."],
  [/^(?:502|503|504)\b/, "The gateway does not reach the server, or the server is overloaded."],
  [/^200\b/, "The server accepts what it must reject, or returns errors with the status 200."],
  [
    /^no (?:complete )?response\b/,
    "The server does not respond: check whether it still runs, and set a longer --timeout.",
  ],
];

/** Says what to check first if many checks saw the same; undefined if that has no usual cause. */
export function likelyCause(seen: string): string | undefined {
  return CAUSES.find(([pattern]) => pattern.test(seen))?.[1];
}
