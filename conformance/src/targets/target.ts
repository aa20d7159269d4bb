/** What a check can need of a target. */
export const CAPABILITIES = [
  /** A protected path that may be called. */
  "resource",
  /** That it tells right credentials from wrong ones. */
  "credentials",
  /** That it remembers which tokens it has issued. */
  "tokens",
  /** The credentials of a second application. */
  "second-application",
  /** The credentials of an application whose id and secret have characters that are reserved or not ASCII. */
  "reserved-characters",
  /** That it may be asked often, and at once. */
  "burst",
  /** That an application can be registered, a token revoked, and the clock moved. */
  "control",
  /** An address with https. */
  "tls",
] as const;

export type Capability = (typeof CAPABILITIES)[number];

/** The name by which a target is chosen. */
export const TARGET_NAMES = ["prism", "emulator", "url", "sandbox", "client"] as const;

export type TargetName = (typeof TARGET_NAMES)[number];

/** A server to run the checks against: plain data, so that it can be handed to another thread. */
export interface TargetDescription {
  readonly name: TargetName;
  /** For a human reader. */
  readonly title: string;
  /** Without a trailing slash. */
  readonly baseUrl: string;
  readonly credentials: Credentials;
  /** Of a second application. */
  readonly secondCredentials?: Credentials | undefined;
  /** Of an application whose id and secret have characters that are reserved or not ASCII. */
  readonly reservedCredentials?: Credentials | undefined;
  /** A protected path that may be called. */
  readonly resource?: Resource | undefined;
  /** Where a server of ours is controlled. */
  readonly controlUrl?: string;
  /** Where it is reached with https. */
  readonly secureUrl?: string;
  /** The certificate of the authority that vouches for it, in PEM, if it is none that everybody knows. */
  readonly ca?: string | undefined;
  /** What the target cannot be asked, with the reason. */
  readonly lacks: Readonly<Partial<Record<Capability, string>>>;
  /** Checks that are known to fail here, with the reason. They run, and are skipped if they fail as expected. */
  readonly limitations: Readonly<Record<string, string>>;
  /** How long to wait for an answer, in ms. */
  readonly deadline: number;
  /** How politely to ask. */
  readonly pace: Pace;
}

export interface Credentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

export interface Resource {
  readonly method: string;
  readonly path: string;
}

export interface Pace {
  /** The least time between the starts of two requests, in ms. */
  readonly interval: number;
  /** The most requests in one run. */
  readonly budget: number;
}

/** A target that has been started or found; it must be closed. */
export interface Target extends TargetDescription {
  close(): Promise<void>;
}

/** The run cannot begin: the message says what to do about it. */
export class CannotRun extends Error {
  override name = "CannotRun";
}

/** Reserved in forms, in JSON and in URLs, and beyond ASCII. */
export const RESERVED_CREDENTIALS: Credentials = {
  clientId: 'id+&=% "é',
  clientSecret: 's3cret+&=%20 "\\é\u{1F600}',
};

/** A server on this machine can be asked as fast as it answers. */
export const UNHURRIED: Pace = { interval: 0, budget: Number.MAX_SAFE_INTEGER };

/** A server somewhere else: at most two requests a second, and no more in a run than all checks need. */
export const POLITE: Pace = { interval: 500, budget: 400 };
