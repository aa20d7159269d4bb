import { createReadStream } from "node:fs";
import { readFile } from "node:fs/promises";
import { text } from "node:stream/consumers";
import { parseEnv } from "node:util";
import { CannotRun } from "../errors.ts";
import type { Host } from "../host.ts";
import type { ConnectionOptions } from "./connection-options.ts";

/** The environment variable of the client ID. */
const CLIENT_ID_VARIABLE = "MICROBILT_CLIENT_ID";

/** The environment variable of the client secret. */
const CLIENT_SECRET_VARIABLE = "MICROBILT_CLIENT_SECRET";

/** Where credentials can come from, for errors. */
export const CREDENTIAL_SOURCES: string = `set ${CLIENT_ID_VARIABLE} and ${CLIENT_SECRET_VARIABLE}, or pass --credentials-file <file> or --secret-fd <n>`;

/** The credentials of an application. */
export interface Credentials {
  /** Identifies the application. */
  readonly clientId: string;
  /** The secret of the application. */
  readonly clientSecret: string;
}

/**
 * Reads the credentials. A file that the user names is used instead of the environment, never together with it: the ID of one
 * application with the secret of another would be rejected, and nobody would see why.
 *
 * @throws {CannotRun} if a credential is missing or cannot be read
 */
export async function readCredentials(
  { credentialsFile, secretFd }: Pick<ConnectionOptions, "credentialsFile" | "secretFd">,
  { environment }: Pick<Host, "environment">,
): Promise<Credentials> {
  const variables = credentialsFile === undefined ? environment : await readCredentialsFile(credentialsFile);
  const place = credentialsFile === undefined ? "the environment" : credentialsFile;
  const clientId = variables[CLIENT_ID_VARIABLE];
  const clientSecret = secretFd === undefined ? variables[CLIENT_SECRET_VARIABLE] : await readSecret(secretFd);
  const missing = [
    !clientId && CLIENT_ID_VARIABLE,
    !clientSecret && secretFd === undefined && CLIENT_SECRET_VARIABLE,
  ].filter((name) => name !== false);
  if (missing.length > 0) {
    const advice = credentialsFile === undefined ? CREDENTIAL_SOURCES : `add it there, as in ${missing[0]}=value`;
    throw new CannotRun(
      `${missing.join(" and ")} ${missing.length > 1 ? "are" : "is"} not set in ${place}: ${advice}.`,
    );
  }
  if (!clientId || !clientSecret) {
    throw new CannotRun(`File descriptor ${secretFd} is empty: it must contain the client secret.`);
  }
  assertTidy(CLIENT_ID_VARIABLE, clientId);
  assertTidy(secretFd === undefined ? CLIENT_SECRET_VARIABLE : "The client secret", clientSecret);
  return { clientId, clientSecret };
}

/** No credential has these, but what people copy and what files contain often does. */
function assertTidy(name: string, value: string): void {
  if (value !== value.trim() || /\p{Cc}/u.test(value)) {
    throw new CannotRun(`${name} has white space at an end, or a control character: remove it.`);
  }
}

async function readCredentialsFile(file: string): Promise<Readonly<Record<string, string | undefined>>> {
  try {
    return parseEnv(await readFile(file, "utf8"));
  } catch (error) {
    throw new CannotRun(`--credentials-file: cannot read ${file} (${(error as NodeJS.ErrnoException).code}).`);
  }
}

/**
 * Reads a secret from a file descriptor.
 *
 * @param option the option that names the descriptor, for errors
 * @throws {CannotRun} if it cannot be read
 */
export async function readSecret(descriptor: number, option = "--secret-fd"): Promise<string> {
  try {
    // Editors and echo end a file with a line break, which belongs to no secret.
    return (await text(createReadStream("", { fd: descriptor }))).replace(/\r?\n$/, "");
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    throw new CannotRun(
      `${option}: file descriptor ${descriptor} cannot be read (${code}). Open it in the shell, as in: ${option} 3 3< secret.txt`,
    );
  }
}
