import { EmulatorError } from "../emulator-error.ts";
import { inWords } from "../in-words.ts";
import { isPlainObject } from "../plain-object.ts";
import type { ListenOptions } from "./listen.ts";

/** @throws {EmulatorError} `invalid_argument` when it is nowhere to listen */
export function assertListenOptions(options: ListenOptions): void {
  if (!isPlainObject(options)) {
    throw new EmulatorError(
      "invalid_argument",
      `listen takes an object such as { port: 4300 }, not ${inWords(options)}.`,
    );
  }
  const { port = 0, host = "127.0.0.1" } = options;
  if (!Number.isInteger(port) || port < 0 || port > 65_535) {
    throw new EmulatorError("invalid_argument", `port takes a number from 0 to 65535, not ${inWords(port)}.`);
  }
  if (typeof host !== "string" || host === "") {
    throw new EmulatorError("invalid_argument", `host takes an address such as 127.0.0.1, not ${inWords(host)}.`);
  }
}
