import { CLIENT_SECRET_VARIABLE } from "../wire/redact.ts";
import { CannotRun, type Credentials } from "./target.ts";

const CLIENT_ID = "MICROBILT_CLIENT_ID";

/**
 * Reads the credentials from the environment.
 *
 * @throws {CannotRun} that says which variables to set
 */
export function readCredentials(environment: NodeJS.ProcessEnv): Credentials {
  const clientId = environment[CLIENT_ID];
  const clientSecret = environment[CLIENT_SECRET_VARIABLE];
  if (!clientId || !clientSecret) {
    const missing = [...(clientId ? [] : [CLIENT_ID]), ...(clientSecret ? [] : [CLIENT_SECRET_VARIABLE])];
    throw new CannotRun(`Set ${missing.join(" and ")} to the credentials of your MicroBilt application.`);
  }
  return { clientId, clientSecret };
}
