import { EmulatorError } from "../errors.ts";
import { assertPathPattern } from "./path-pattern.ts";
import { isPlainObject } from "./validation/plain-object.ts";

/** An application to register. What is left out is generated. */
export interface AppRegistration {
  readonly clientId?: string;
  readonly clientSecret?: string;
  /** The paths its tokens are good for, such as `/iPredict/GetReport` or `/iPredict/*`; all when left out. */
  readonly products?: readonly string[];
  /** How many calls it may make; as many as it likes when left out. */
  readonly quota?: Quota;
}

/** So many calls in so many seconds, counted from the first. */
export interface Quota {
  readonly calls: number;
  /** In s. */
  readonly interval: number;
}

const KNOWN: Readonly<Record<keyof AppRegistration, true>> = {
  clientId: true,
  clientSecret: true,
  products: true,
  quota: true,
};

/** @throws {EmulatorError} `invalid_argument` when it is no application that can be registered */
export function assertRegistration(input: AppRegistration): void {
  if (!isPlainObject(input)) {
    throw new EmulatorError("invalid_argument", "An application is an object such as { clientId, clientSecret }.");
  }
  const unknown = Object.keys(input).find((name) => !Object.hasOwn(KNOWN, name));
  if (unknown !== undefined) {
    throw new EmulatorError(
      "invalid_argument",
      `An application has no ${unknown}: it has ${Object.keys(KNOWN).join(", ")}.`,
    );
  }
  for (const name of ["clientId", "clientSecret"] as const) {
    if (input[name] !== undefined) {
      assertText(name, input[name]);
    }
  }
  const { products, quota } = input;
  if (products !== undefined) {
    if (!Array.isArray(products)) {
      throw new EmulatorError("invalid_argument", 'products takes a list of paths, such as ["/iPredict/*"].');
    }
    for (const product of products) {
      assertPathPattern(product, "products");
    }
  }
  if (quota !== undefined && !(Number.isInteger(quota?.calls) && quota.calls >= 0 && quota.interval > 0)) {
    throw new EmulatorError("invalid_argument", "quota takes { calls, interval }: so many calls in so many seconds.");
  }
}

/** What is wrong is named, and not shown: it can be a secret. */
export function assertText(name: string, value: unknown): void {
  if (typeof value !== "string" || value === "") {
    throw new EmulatorError("invalid_argument", `${name} takes a text that is not empty.`);
  }
}
