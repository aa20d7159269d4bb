import {
  CLIENT_ID_VARIABLE,
  CLIENT_SECRET_VARIABLE,
  type Environment,
  RESERVED_CLIENT_ID_VARIABLE,
  RESERVED_CLIENT_SECRET_VARIABLE,
  SECOND_CLIENT_ID_VARIABLE,
  SECOND_CLIENT_SECRET_VARIABLE,
} from "../environment-variables.ts";
import { CannotRun } from "../errors.ts";
import type { Credentials } from "../target.ts";

/**
 * Reads the credentials of the application under test from the environment.
 *
 * @throws {CannotRun} that names the variables to set
 */
export function readCredentials(environment: Environment): Credentials {
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
 * @throws {CannotRun} if only one of them is set, or if they are those of the first application: the checks that need
 * two would pass without a second one
 */
export function readSecondCredentials(environment: Environment): Credentials | undefined {
  const second = readPair(environment, SECOND_CLIENT_ID_VARIABLE, SECOND_CLIENT_SECRET_VARIABLE);
  if (second !== undefined && second.clientId === environment[CLIENT_ID_VARIABLE]) {
    throw new CannotRun(
      `${SECOND_CLIENT_ID_VARIABLE} must name another application than ${CLIENT_ID_VARIABLE}. If you have no second application, unset it and ${SECOND_CLIENT_SECRET_VARIABLE}.`,
    );
  }
  return second;
}

/**
 * Reads the credentials with reserved and non-ASCII characters from the environment.
 *
 * @returns undefined if they are not set; the check that needs them is then skipped
 * @throws {CannotRun} if only one of them is set
 */
export function readReservedCredentials(environment: Environment): Credentials | undefined {
  return readPair(environment, RESERVED_CLIENT_ID_VARIABLE, RESERVED_CLIENT_SECRET_VARIABLE);
}

function readPair(environment: Environment, idVariable: string, secretVariable: string): Credentials | undefined {
  const clientId = environment[idVariable];
  const clientSecret = environment[secretVariable];
  if (!clientId && !clientSecret) {
    return undefined;
  }
  if (!clientId || !clientSecret) {
    throw new CannotRun(`Set both ${idVariable} and ${secretVariable}, or neither.`);
  }
  return { clientId, clientSecret };
}
