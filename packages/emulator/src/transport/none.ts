import { EmulatorError } from "../errors.ts";
import type { Listening } from "./listener.ts";

/** Stands in where there are no sockets. */
export async function listen(): Promise<Listening> {
  throw new EmulatorError("cannot_listen", "This runtime has no sockets to listen on: use emulator.fetch.");
}
