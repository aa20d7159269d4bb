/** The options that the client passes to a {@link FetchLike}, with a body of a type that every `fetch` accepts. */
export interface FetchInit {
  /** The HTTP method. */
  readonly method?: string;
  /** The headers, with names in lower case. */
  headers: Record<string, string>;
  /** The body of a token request is a string; that of a product call is the caller's. */
  // biome-ignore lint/suspicious/noExplicitAny: each implementation has its own type of body
  readonly body?: any;
  /** Aborts the request. */
  // biome-ignore lint/suspicious/noExplicitAny: each implementation has its own type of signal
  readonly signal?: any;
  /** Redirects are never followed. */
  readonly redirect: "manual";
  /** Responses are not stored, unless the caller of a product says otherwise. */
  readonly cache?: "no-store";
}

/** The part of a `Response` that every `fetch` returns. */
export interface FetchResponse {
  /** Whether the status is from 200 to 299. */
  readonly ok: boolean;
  /** The HTTP status. */
  readonly status: number;
  /** The headers of the response. */
  readonly headers: {
    /** Returns the value of a header, or null. */
    get(name: string): string | null;
  };
  /** Reads the body as a string. */
  text(): Promise<string>;
}

/**
 * The standard `fetch`, or that of undici, node-fetch, cross-fetch or React Native, or a function that behaves like it. The
 * client calls it with a URL and plain options, never with a `Request`.
 */
export interface FetchLike {
  /** Sends a request. */
  (url: string, init: FetchInit): Promise<FetchResponse>;
  /**
   * Whether this implementation can send a GET request with a body, as a function over `node:http` can. The standard `fetch`
   * cannot.
   *
   * @default false
   */
  readonly sendsGetBodies?: boolean | undefined;
}
