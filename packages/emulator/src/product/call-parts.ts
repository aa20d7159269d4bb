/** The parts of a call that a document describes. */
export interface CallParts {
  /** The values of the parameters in the path, by name. */
  readonly path: Readonly<Record<string, string>>;
  readonly query: URLSearchParams;
  readonly headers: Headers;
  /** In lower case; empty if the request has none. */
  readonly mediaType: string;
  /** Empty if the request has none. */
  readonly body: string;
}
