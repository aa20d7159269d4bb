import { document as bundledDocument, type OpenApiDocument } from "@microbilt-oauth/spec";
import { type Blueprint, readBlueprint } from "./contract/documented-api.ts";
import type { RefusalName } from "./contract/refusals.ts";
import { EmulatorError } from "./errors.ts";
import type { AppRegistration } from "./input/app-registration.ts";
import type { Fault } from "./input/fault.ts";
import type { ProductScript } from "./input/product-script.ts";
import { formatValue } from "./input/validation/format-value.ts";
import { isPlainObject } from "./input/validation/plain-object.ts";
import type { LoggedRequest } from "./state/request-log.ts";

const BODY_LIMIT_IN_BYTES = 1_000_000;
const MOST_TOKENS = 100_000;
const MOST_LOGGED_REQUESTS = 1_000;

/** How the emulator behaves. Everything can be left out. */
export interface EmulatorOptions {
  /** The applications it knows; none by default. More can be registered later. */
  readonly apps?: readonly AppRegistration[];
  /** The time, in ms since 1970; `Date.now` by default. It can be moved with `emulator.clock`. */
  readonly clock?: () => number;
  /** How long a token lives, in s; as long as that of the documented example by default. */
  readonly tokenLifetime?: number;
  /** Whether an application gets the same token until it expires, with less and less time left; `false` by default. */
  readonly reuseTokens?: boolean;
  /** How many tokens are kept at most; 100,000 by default. The oldest go first, and are unknown from then on. */
  readonly maxTokens?: number;
  /**
   * `documented`, the default, takes what MicroBilt documents, and answers as the standards have it where MicroBilt is
   * silent. `observed` also takes what public clients send (the grant type of a form in its body, a token request as
   * GET), and answers as servers of this family were seen to: with the client id beside the token, and without a
   * `WWW-Authenticate`.
   */
  readonly compatibility?: "documented" | "observed";
  /** The statuses of refusals for which the document shows more than one, such as `{ ExpiredAccessToken: 500 }`. */
  readonly statuses?: Readonly<Partial<Record<RefusalName, number>>>;
  /** What products answer, by path; those without a script answer with an echo. */
  readonly products?: Readonly<Record<string, ProductScript>>;
  /** What goes wrong. */
  readonly faults?: readonly Fault[];
  /** The largest body it takes, in bytes; 1,000,000 by default. */
  readonly bodyLimit?: number;
  /** How many requests its log keeps; the last 1,000 by default. */
  readonly maxRequests?: number;
  /** Is told of every request when it has been answered. What it throws is ignored. */
  readonly onRequest?: (request: LoggedRequest) => void;
  /** The OpenAPI document to answer from, parsed; MicroBilt's by default. */
  readonly document?: OpenApiDocument;
}

/** The options, checked and filled in. */
export interface Settings {
  readonly clock: () => number;
  readonly tokenLifetime: number;
  readonly reuseTokens: boolean;
  readonly maxTokens: number;
  readonly isObserved: boolean;
  readonly bodyLimit: number;
  readonly maxRequests: number;
  readonly onRequest: EmulatorOptions["onRequest"];
}

const KNOWN: Readonly<Record<keyof EmulatorOptions, true>> = {
  apps: true,
  clock: true,
  tokenLifetime: true,
  reuseTokens: true,
  maxTokens: true,
  compatibility: true,
  statuses: true,
  products: true,
  faults: true,
  bodyLimit: true,
  maxRequests: true,
  onRequest: true,
  document: true,
};

/**
 * Checks the options at the door.
 *
 * @throws {EmulatorError} `invalid_argument`, `invalid_document`
 */
export function readSettings(options: EmulatorOptions): { settings: Settings; blueprint: Blueprint } {
  if (typeof options !== "object" || options === null) {
    throw invalid("createEmulator takes an object of options.");
  }
  for (const name of Object.keys(options)) {
    if (!Object.hasOwn(KNOWN, name)) {
      throw invalid(`There is no option ${name}: there are ${Object.keys(KNOWN).join(", ")}.`);
    }
  }
  const { apps = [], faults = [], products = {}, statuses = {} } = options;
  const { compatibility = "documented", clock = Date.now, reuseTokens = false, onRequest } = options;
  if (!Array.isArray(apps)) {
    throw invalid("apps takes a list such as [{ clientId, clientSecret }].");
  }
  if (!Array.isArray(faults)) {
    throw invalid('faults takes a list such as [{ kind: "reset", times: 1 }].');
  }
  if (!isPlainObject(products)) {
    throw invalid('products takes an object of answers by path, such as { "/iPredict/*": { body: { score: 700 } } }.');
  }
  if (!isPlainObject(statuses)) {
    throw invalid("statuses takes an object of statuses by refusal, such as { ExpiredAccessToken: 500 }.");
  }
  if (compatibility !== "documented" && compatibility !== "observed") {
    throw invalid(`compatibility is "documented" or "observed", not ${formatValue(compatibility)}.`);
  }
  assertFunction("clock", clock);
  if (onRequest !== undefined) {
    assertFunction("onRequest", onRequest);
  }
  if (typeof reuseTokens !== "boolean") {
    throw invalid("reuseTokens is true or false.");
  }

  if (options.maxRequests !== undefined && !(Number.isInteger(options.maxRequests) && options.maxRequests >= 0)) {
    throw invalid(`maxRequests takes a whole number of requests, not ${formatValue(options.maxRequests)}.`);
  }

  const blueprint = withStatuses(
    readBlueprint(options.document === undefined ? bundledDocument : options.document),
    statuses,
  );
  const settings = {
    clock,
    tokenLifetime: positive("tokenLifetime", options.tokenLifetime ?? blueprint.tokenAnswer.lifetime, "of seconds"),
    reuseTokens,
    maxTokens: positive("maxTokens", options.maxTokens ?? MOST_TOKENS, "of tokens"),
    isObserved: compatibility === "observed",
    bodyLimit: positive("bodyLimit", options.bodyLimit ?? BODY_LIMIT_IN_BYTES, "of bytes"),
    maxRequests: options.maxRequests ?? MOST_LOGGED_REQUESTS,
    onRequest,
  };
  return { settings, blueprint };
}

/** The document's refusals, some with another of their statuses. */
function withStatuses(blueprint: Blueprint, statuses: NonNullable<EmulatorOptions["statuses"]>): Blueprint {
  for (const [name, status] of Object.entries(statuses)) {
    const refusal = blueprint.refusals.get(name);
    if (!refusal.statuses.includes(status as number)) {
      throw invalid(
        `The document shows ${name} with ${refusal.statuses.join(" or ")}, not with ${formatValue(status)}.`,
      );
    }
  }
  const { refusals } = blueprint;
  return {
    ...blueprint,
    refusals: {
      ...refusals,
      get(name) {
        const refusal = refusals.get(name);
        return { ...refusal, status: statuses[name] ?? refusal.status };
      },
    },
  };
}

function positive(name: string, value: number, unit: string): number {
  if (typeof value !== "number" || !Number.isFinite(value) || value <= 0) {
    throw invalid(`${name} takes a number ${unit} above 0, not ${formatValue(value)}.`);
  }
  return value;
}

function assertFunction(name: string, value: unknown): void {
  if (typeof value !== "function") {
    throw invalid(`${name} takes a function.`);
  }
}

function invalid(message: string): EmulatorError {
  return new EmulatorError("invalid_argument", message);
}
