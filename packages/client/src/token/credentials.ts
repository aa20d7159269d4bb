import { describe } from "../check-options.ts";
import { MicrobiltError } from "../errors.ts";
import { withDeadline } from "../http/deadline.ts";
import { isControlFlow } from "../http/fetch-error.ts";
import type { Settings } from "../options.ts";
import { CREDENTIAL_FORM, type Credentials, isCredential } from "./token-request.ts";

/** What is shown of an error: a name such as `AccessDeniedException` or a code such as `ECONNREFUSED`. */
const IDENTIFIER = /^[\w.-]{1,50}$/;

/**
 * Reads the credentials, which can be functions, for one token request, within `timeout` ms.
 *
 * @param idle whether the process may exit in the meantime
 * @throws {MicrobiltError} `credentials_unavailable`
 */
export async function readCredentials(settings: Settings, idle: boolean): Promise<Credentials> {
  const { clock, timeout } = settings;
  const [clientId, clientSecret] = await Promise.all([read("clientId"), read("clientSecret")]);
  return { clientId, clientSecret };

  async function read(name: keyof Credentials): Promise<string> {
    const credential = settings[name];
    if (typeof credential === "string") {
      return credential;
    }
    const fail = (problem: string): never => {
      throw new MicrobiltError("credentials_unavailable", `${name}() ${problem}`);
    };
    const value: unknown = await withDeadline(clock, timeout, () => credential(), { idle }).catch((error) => {
      if (isControlFlow(error)) {
        throw error;
      }
      return fail(
        error instanceof MicrobiltError && error.code === "timeout"
          ? `must return within ${timeout} ms; it did not`
          : `threw ${describeError(error)}`,
      );
    });
    return isCredential(value) ? value : fail(`must return ${CREDENTIAL_FORM}; got ${describe(value)}`);
  }
}

/** Describes an error of a function for a credential. The rest of it could contain the secret. */
function describeError(error: unknown): string {
  const { name, code, cause } = Object(error) as Error & { code?: unknown };
  const shown = [name, code, (Object(cause) as { code?: unknown }).code].filter((part) =>
    IDENTIFIER.test(String(part ?? "")),
  );
  return shown.join(" ") || `a value of type ${typeof error}`;
}
