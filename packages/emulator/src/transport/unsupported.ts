import { EmulatorError } from "../errors.ts";
import type { Listener } from "./listener.ts";

/** Takes the place of `listen` on a runtime without sockets. */
export async function listen(): Promise<Listener> {
  throw new EmulatorError(
    "cannot_listen",
    "Cannot listen: this runtime has no sockets. Pass emulator.fetch to the code under test instead.",
  );
}
