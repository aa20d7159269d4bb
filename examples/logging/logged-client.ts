import { type ClientOptions, createClient, type MicrobiltClient, type MicrobiltEvent } from "@microbilt-oauth/client";
import type { Level, Logger } from "pino";

/** What needs attention is a warning: the client has handled it, but it should not happen often. */
const LEVELS: Readonly<Record<MicrobiltEvent["type"], Level>> = {
  token_request: "debug",
  token: "info",
  token_request_failed: "warn",
  token_refused: "warn",
  store_failed: "warn",
};

/** Creates a client that writes its events to the log. */
export function createLoggedClient(options: ClientOptions, logger: Logger): MicrobiltClient {
  const log = logger.child({ module: "microbilt" });
  return createClient({
    ...options,
    onEvent: ({ type, ...details }) => log[LEVELS[type]](details, type),
  });
}
