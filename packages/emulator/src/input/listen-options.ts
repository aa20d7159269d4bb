import { EmulatorError } from "../errors.ts";
import { formatValue } from "./validation/format-value.ts";
import { isPlainObject } from "./validation/plain-object.ts";

/** Where to listen. */
export interface ListenOptions {
  /** 0, the default, takes any that is free. */
  readonly port?: number;
  /** 127.0.0.1 by default: nobody else reaches it. */
  readonly host?: string;
  /** With these, in PEM, it is https. */
  readonly tls?: { readonly key: string; readonly cert: string };
}

/** @throws {EmulatorError} `invalid_argument` when it is nowhere to listen */
export function assertListenOptions(options: ListenOptions): void {
  if (!isPlainObject(options)) {
    throw new EmulatorError(
      "invalid_argument",
      `listen takes an object such as { port: 4300 }, not ${formatValue(options)}.`,
    );
  }
  const { port = 0, host = "127.0.0.1" } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new EmulatorError("invalid_argument", `port takes a number from 0 to 65535, not ${formatValue(port)}.`);
  }
  if (typeof host !== "string" || host === "") {
    throw new EmulatorError("invalid_argument", `host takes an address such as 127.0.0.1, not ${formatValue(host)}.`);
  }
}
