import { CannotRun } from "../errors.ts";

const METHODS: readonly string[] = ["GET", "POST", "PUT", "PATCH", "DELETE", "HEAD", "OPTIONS"];

const EXAMPLE = "microbilt call POST /iPredict/GetReport";

/**
 * Reads METHOD, in upper or lower case.
 *
 * @throws {CannotRun} if it is not a method
 */
export function readMethod(text: string): string {
  const method = text.toUpperCase();
  if (METHODS.includes(method)) {
    return method;
  }
  throw new CannotRun(
    text.includes("/")
      ? `The method comes before the path, as in: ${EXAMPLE}`
      : `The method must be ${METHODS.slice(0, -1).join(", ")} or ${METHODS.at(-1)}; got ${JSON.stringify(text)}.`,
  );
}

/**
 * Reads PATH. A URL is not accepted: the environment decides whether a call costs money, and nothing else.
 *
 * @throws {CannotRun} if it is not a path
 */
export function readPath(text: string | undefined): string {
  if (text === undefined) {
    throw new CannotRun(`The path is missing, as in: ${EXAMPLE}`);
  }
  if (/^[a-z][a-z\d+.-]*:\/\//i.test(text)) {
    const path = URL.canParse(text) ? new URL(text).pathname : "/iPredict/GetReport";
    throw new CannotRun(
      `The path must not be a URL: pass ${path}, and name the server with --environment or --base-url.`,
    );
  }
  if (/^[a-z]:[\\/]/i.test(text)) {
    throw new CannotRun(
      `The path must start with a slash; got ${JSON.stringify(text)}. Git Bash turned it into a path of Windows: set MSYS_NO_PATHCONV=1.`,
    );
  }
  if (!text.startsWith("/")) {
    throw new CannotRun(`The path must start with a slash: pass ${JSON.stringify(`/${text}`)}.`);
  }
  if (/^\/[/\\]/.test(text)) {
    throw new CannotRun(`The path must start with one slash; got ${JSON.stringify(text)}.`);
  }
  if (/[\s#]/.test(text)) {
    throw new CannotRun(
      `The path must not have white space or a fragment; got ${JSON.stringify(text)}. Write a space as %20, and # as %23.`,
    );
  }
  return text;
}

/**
 * Reads `--data`.
 *
 * @throws {CannotRun} if it is there twice: a call can cost money, so nothing is guessed
 */
export function readData(text: string, other: string | undefined): string {
  if (other !== undefined) {
    throw new CannotRun("--data must not be there twice: a call has one body.");
  }
  return text;
}

/** Fields that the command sets itself, with the reason. */
const RESERVED_FIELDS: Readonly<Record<string, string>> = {
  authorization: "the command sends the access token itself",
  connection: "it describes the connection, not the request",
  "content-length": "the command counts the bytes itself",
  host: "the server is named by --environment or --base-url",
  "transfer-encoding": "it describes the connection, not the request",
};

/**
 * Reads and collects `NAME: VALUE`. Errors do not show the value, which can be a secret.
 *
 * @throws {CannotRun} if it is not a header field, or one that the command sets itself
 */
export function readHeader(
  text: string,
  others: Readonly<Record<string, string>> = {},
): Readonly<Record<string, string>> {
  const [, field, value = ""] = /^([\w!#$%&'*+.^`|~-]+):[ \t]*([\t\x20-\x7e\x80-\xff]*?)[ \t]*$/.exec(text) ?? [];
  if (field === undefined) {
    throw new CannotRun('--header must be a name and a value, as in --header "X-Request-Id: 42".');
  }
  const name = field.toLowerCase();
  const reason = RESERVED_FIELDS[name];
  if (reason !== undefined) {
    throw new CannotRun(`--header cannot set ${field}: ${reason}.`);
  }
  return { ...others, [name]: value };
}
