import { CannotRun } from "../errors.ts";
import type { Credentials } from "../target.ts";
import {
  CLIENT_ID_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_ID_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
} from "../variables.ts";

/**
 * Reads the credentials of the application under test from the environment.
 *
 * @throws {CannotRun} that names the variables to set
 */
export function readCredentials(environment: NodeJS.ProcessEnv): Credentials {
  const clientId = environment[CLIENT_ID_VARIABLE];
  const clientSecret = environment[CLIENT_SECRET_VARIABLE];
  if (!clientId || !clientSecret) {
    const missing = [...(clientId ? [] : [CLIENT_ID_VARIABLE]), ...(clientSecret ? [] : [CLIENT_SECRET_VARIABLE])];
    throw new CannotRun(`Set ${missing.join(" and ")} to the credentials of your MicroBilt application.`);
  }
  return { clientId, clientSecret };
}

/**
 * Reads the credentials of a second application from the environment.
 *
 * @returns undefined if they are not set; the checks that need them are then skipped
 * @throws {CannotRun} if only one of them is set
 */
export function readSecondCredentials(environment: NodeJS.ProcessEnv): Credentials | undefined {
  const clientId = environment[SECOND_CLIENT_ID_VARIABLE];
  const clientSecret = environment[SECOND_CLIENT_SECRET_VARIABLE];
  if (!clientId && !clientSecret) {
    return undefined;
  }
  if (!clientId || !clientSecret) {
    throw new CannotRun(`Set both ${SECOND_CLIENT_ID_VARIABLE} and ${SECOND_CLIENT_SECRET_VARIABLE}, or neither.`);
  }
  return { clientId, clientSecret };
}
