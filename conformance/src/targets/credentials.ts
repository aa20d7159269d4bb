import { CannotRun } from "../errors.ts";
import type { Credentials } from "../target.ts";
import { CLIENT_SECRET_VARIABLE, SECOND_CLIENT_SECRET_VARIABLE } from "../variables.ts";

const CLIENT_ID = "MICROBILT_CLIENT_ID";
const SECOND_CLIENT_ID = "MICROBILT_SECOND_CLIENT_ID";

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

/** Those of a second application, if there are any: without them, some checks are skipped. */
export function readSecondCredentials(environment: NodeJS.ProcessEnv): Credentials | undefined {
  const clientId = environment[SECOND_CLIENT_ID];
  const clientSecret = environment[SECOND_CLIENT_SECRET_VARIABLE];
  if (!clientId && !clientSecret) {
    return undefined;
  }
  if (!clientId || !clientSecret) {
    throw new CannotRun(`Set both ${SECOND_CLIENT_ID} and ${SECOND_CLIENT_SECRET_VARIABLE}, or neither.`);
  }
  return { clientId, clientSecret };
}
