import { invalidArgument } from "../errors.ts";
import { assertPathPattern } from "./path-pattern.ts";
import { formatType, formatValue } from "./validation/format-value.ts";
import { assertKnownNames } from "./validation/known-names.ts";
import { isPlainObject } from "./validation/plain-object.ts";

/** An application to register. */
export interface AppRegistration {
  /** @default a random string */
  readonly clientId?: string;
  /** @default a random string */
  readonly clientSecret?: string;
  /**
   * The paths that the application can call, such as `/iPredict/GetReport`, or `/iPredict/*` for every path below it.
   *
   * @default every path
   */
  readonly products?: readonly string[];
  /**
   * How many calls the application can make.
   *
   * @default no limit
   */
  readonly quota?: Quota;
}

/** A limit on the calls of an application. */
export interface Quota {
  /** The number of calls allowed in an interval. */
  readonly calls: number;
  /** The length of an interval in seconds. The first call starts an interval. */
  readonly interval: number;
}

const MEMBERS: Readonly<Record<keyof AppRegistration, true>> = {
  clientId: true,
  clientSecret: true,
  products: true,
  quota: true,
};

/** @throws {EmulatorError} `invalid_argument` if the value is not an application that can be registered */
export function assertAppRegistration(app: unknown): asserts app is AppRegistration {
  if (!isPlainObject(app)) {
    throw invalidArgument(`app must be an object such as { clientId, clientSecret }; got ${formatType(app)}`);
  }
  assertKnownNames(app, Object.keys(MEMBERS), "member", "an application");
  const { clientId, clientSecret, products, quota } = app as AppRegistration;
  if (clientId !== undefined) {
    assertCredential("clientId", clientId);
  }
  if (clientSecret !== undefined) {
    assertCredential("clientSecret", clientSecret);
  }
  if (products !== undefined) {
    if (!Array.isArray(products)) {
      throw invalidArgument(`products must be an array of paths such as ["/iPredict/*"]; got ${formatValue(products)}`);
    }
    for (const product of products) {
      assertPathPattern(product, "Each product");
    }
  }
  if (quota !== undefined && !isQuota(quota)) {
    throw invalidArgument(
      `quota must be { calls, interval }, a number of calls and a number of seconds; got ${formatValue(quota)}`,
    );
  }
}

/**
 * The message never shows the value: it could be a secret.
 *
 * @throws {EmulatorError} `invalid_argument` if the value is not a non-empty string
 */
export function assertCredential(name: "clientId" | "clientSecret", value: unknown): asserts value is string {
  if (typeof value !== "string" || value === "") {
    throw invalidArgument(`${name} must be a non-empty string; got ${value === "" ? '""' : formatType(value)}`);
  }
}

function isQuota(quota: Quota | null): boolean {
  return Number.isInteger(quota?.calls) && Number(quota?.calls) >= 0 && Number(quota?.interval) > 0;
}
