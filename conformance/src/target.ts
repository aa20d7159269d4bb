import type { FlowName } from "./flow.ts";
import type { ClientCertificate } from "./wire/connect.ts";
import type { CertificateFiles } from "./wire/curl/command-files.ts";

/** Everything that a check can need of a server. A check is skipped if the target lacks one of its needs. */
export const CAPABILITIES = [
  /** A protected resource that the checks may call. */
  "resource",
  /** It distinguishes valid credentials from invalid ones. */
  "credentials",
  /** It keeps track of the access tokens it issues. */
  "tokens",
  /** It knows a second application. */
  "second-application",
  /** It knows an application whose credentials contain reserved and non-ASCII characters. */
  "reserved-characters",
  /** It accepts many requests in a short time, and several at once. */
  "burst",
  /** The checks can register applications, revoke tokens and move the clock. */
  "control",
  /** It has an https address. */
  "tls",
] as const;

/** Something that a check can need of a server. */
export type Capability = (typeof CAPABILITIES)[number];

/** The names by which the command selects a target. */
export const TARGET_NAMES = ["prism", "emulator", "url", "sandbox", "client"] as const;

/** The name by which the command selects a target. */
export type TargetName = (typeof TARGET_NAMES)[number];

/** What is under test: a server, of which the responses are checked, or a client, of which the requests are. */
export type Target = ServerTarget | ClientTarget;

/** A server under test. */
export interface ServerTarget {
  /** Distinguishes a server from a client. */
  readonly kind: "server";
  /** The name by which the command selects it; `url` for a server of your own. */
  readonly name: Exclude<TargetName, "client">;
  /** The name that reports show. */
  readonly title: string;
  /** The base URL, without a trailing slash. */
  readonly baseUrl: string;
  /** The path of the token endpoint, below the base URL. @default that in the document */
  readonly tokenPath?: string | undefined;
  /** The credentials of the application under test. */
  readonly credentials: Credentials;
  /** The credentials of a second application; required unless `lacks` has `second-application`. */
  readonly secondCredentials?: Credentials | undefined;
  /** The credentials with reserved and non-ASCII characters; required unless `lacks` has `reserved-characters`. */
  readonly reservedCredentials?: Credentials | undefined;
  /** The protected resource that the checks may call; required unless `lacks` has `resource`. */
  readonly resource?: Resource | undefined;
  /** The URL of the emulator's control API; required unless `lacks` has `control`. */
  readonly controlUrl?: string;
  /** The https base URL, without a trailing slash; required unless `lacks` has `tls`. */
  readonly secureUrl?: string;
  /** The certificate of the authority to trust, in PEM. @default the authorities that Node trusts */
  readonly ca?: string | undefined;
  /** The file with that certificate, which the curl commands in reports name. @default "ca.pem" */
  readonly caFile?: string | undefined;
  /** The certificate with which to identify to the server. @default none */
  readonly clientCertificate?: ClientCertificate | undefined;
  /** The files with that certificate and its key, which the curl commands in reports name. @default client.pem and client-key.pem */
  readonly certificateFiles?: CertificateFiles | undefined;
  /** The URL of the proxy to connect through. @default none */
  readonly proxy?: string | undefined;
  /** Header fields to add to each request, by lower-case name; reports hide their values. @default none */
  readonly headers?: Readonly<Record<string, string>> | undefined;
  /** The capabilities that the server lacks, each with the reason. */
  readonly lacks: Readonly<Partial<Record<Capability, string>>>;
  /** Known limitations by check id: the check runs, and a failure is reported as skipped with this reason. */
  readonly limitations: Readonly<Record<string, string>>;
  /** How long to wait for a response, in ms. */
  readonly deadline: number;
  /** How fast, and how often, the checks send requests. */
  readonly pace: Pace;
  /** How the run waits for a server that is busy. @default two more attempts within a second */
  readonly retry?: RetryPolicy | undefined;
}

/** A client under test. It talks to a server that records the requests. */
export interface ClientTarget {
  /** Distinguishes a client from a server. */
  readonly kind: "client";
  /** The name by which the command selects it. */
  readonly name: "client";
  /** The name that reports show. */
  readonly title: string;
  /** Requests an access token and returns it. */
  getAccessToken(settings: ClientSettings): Promise<string>;
  /** Sends a JSON body to a path with an access token, by POST, and returns the status of the response. */
  call(settings: ClientSettings, path: string, body: string): Promise<number>;
}

/** How a client under test is configured. */
export interface ClientSettings {
  /** The base URL of the server that records the requests. */
  readonly baseUrl: string;
  /** The form of the token request to send. */
  readonly flow: FlowName;
  /** The credentials to send. */
  readonly credentials: Credentials;
}

/** The credentials of an application. */
export interface Credentials {
  /** The client id. */
  readonly clientId: string;
  /** The client secret. */
  readonly clientSecret: string;
}

/** A protected resource. */
export interface Resource {
  /** The method, in upper case. */
  readonly method: string;
  /** The path, with a leading slash. */
  readonly path: string;
  /**
   * The statuses of the product's own errors. A response with one of them counts as accepted, as a 2xx status does:
   * a product may respond to the body `{}` with 400, for example.
   *
   * @default none
   */
  readonly errorStatuses?: readonly number[];
}

/** How fast, and how often, the checks send requests. */
export interface Pace {
  /** The least time between the starts of two requests, in ms. */
  readonly interval: number;
  /** The most requests in one run. */
  readonly budget: number;
}

/** How a run waits for a server that responds with 429 or 503. */
export interface RetryPolicy {
  /** How often a request is sent again. */
  readonly attempts: number;
  /** How long to wait before the first attempt without Retry-After, in ms; it doubles with each attempt. */
  readonly delay: number;
  /** The longest time to wait at once, in ms. If Retry-After asks for more, the request is not sent again. */
  readonly longestDelay: number;
  /** The longest time to wait in the whole run, in ms. */
  readonly totalDelay: number;
}

/** A server that accepts requests. Close it after use, or declare it with `await using`. */
export interface RunningServer extends ServerTarget, AsyncDisposable {
  /** Ends what was started for the target; a server that was already running keeps running. */
  close(): Promise<void>;
}

/** Combines the description of a server with the function that closes it. */
export function runningServer(server: ServerTarget, close: () => Promise<void>): RunningServer {
  return { ...server, close, [Symbol.asyncDispose]: close };
}

/** Characters that are reserved in forms, in JSON or in URLs, and characters beyond ASCII. */
export const RESERVED_CREDENTIALS: Credentials = {
  clientId: 'id+&=% "é',
  clientSecret: 's3cret+&=%20 "\\é\u{1F600}',
};

/** For servers on this machine: as fast as they respond. */
export const UNLIMITED: Pace = { interval: 0, budget: Number.MAX_SAFE_INTEGER };

/** For servers elsewhere: two requests a second, and no more in a run than all checks need. */
export const POLITE: Pace = { interval: 500, budget: 1_500 };

/** For servers on this machine: a busy one is soon ready again. */
export const QUICK_RETRY: RetryPolicy = { attempts: 2, delay: 100, longestDelay: 10_000, totalDelay: 60_000 };

/** For servers elsewhere: quotas are often per minute. */
export const PATIENT_RETRY: RetryPolicy = { attempts: 3, delay: 2_000, longestDelay: 70_000, totalDelay: 300_000 };

/** A pace as reports show it, such as "2 requests per second". */
export function formatRate(interval: number): string {
  const rate = 1_000 / interval;
  return rate === 1 ? "1 request per second" : `${Number(rate.toFixed(2))} requests per second`;
}
