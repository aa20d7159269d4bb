import { readBasic } from "../input/basic-credentials.ts";
import type { AppRegistry } from "../state/apps.ts";
import { type KnownSecrets, knownSecrets } from "../state/known-secrets.ts";
import type { LoggedRequest } from "../state/request-log.ts";
import type { TokenRegistry } from "../state/tokens.ts";
import { decodeUrl } from "./decode-url.ts";
import { isSecretHeader, isSecretMember } from "./secret-names.ts";

const REDACTED = "[redacted]";

/** An authentication scheme. A longer word could be a token in its place. */
const SCHEME = /^[a-z]{1,12}$/i;

/** A secret in a path can be URL-encoded more than once. */
const MAX_DECODINGS = 3;

type Redactable = Pick<LoggedRequest, "method" | "path" | "query" | "headers" | "body"> & {
  readonly reason?: string | undefined;
};

/**
 * Replaces secrets and access tokens in a request: by the name of a member or a header field, wherever a known token or a
 * secret of at least eight characters occurs, and where a shorter secret is a whole value.
 */
export type Redactor = (
  request: Redactable,
) => Pick<LoggedRequest, "method" | "path" | "query" | "headers" | "body" | "reason">;

export function createRedactor(
  tokenLength: number,
  apps: Pick<AppRegistry, "secrets">,
  tokens: Pick<TokenRegistry, "has">,
): Redactor {
  const windowLength = Math.max(1, tokenLength);
  const runs = new RegExp(`[A-Za-z0-9]{${windowLength},}`, "g");

  return ({ method, path, query, headers, body, reason }) => {
    const known: readonly KnownSecrets[] = [
      apps.secrets(),
      knownSecrets(["authorization", "proxy-authorization"].flatMap((name) => credentialsIn(headers[name] ?? ""))),
    ];
    return {
      method: redactString(method),
      path: redactText(path.split("/").map(redactWhole).join("/")),
      query: redactMembers(query, isSecretMember, redactString),
      headers: redactMembers(headers, isSecretHeader, redactString, withoutCredentials),
      body: redactValue(body),
      ...(reason !== undefined && { reason: redactText(reason) }),
    };

    function redactString(value: string): string {
      return redactText(redactWhole(value));
    }

    /** Redacts a string that is a secret, however short, as it is or URL-encoded. */
    function redactWhole(value: string): string {
      return forms(value).some((form) => known.some(({ whole }) => whole.has(form))) ? REDACTED : value;
    }

    /** Redacts secrets in a text. Where URL-encoding hides one, the decoded text is logged. */
    function redactText(text: string): string {
      let current = redactPlain(text);
      let redacted = current;
      for (let decodings = 0; decodings < MAX_DECODINGS; decodings++) {
        const decoded = decodeUrl(current);
        if (decoded === current) {
          break;
        }
        current = redactPlain(decoded);
        redacted = current === decoded ? redacted : current;
      }
      return redacted;
    }

    function redactPlain(text: string): string {
      const withoutTokens = text.replace(runs, redactTokens);
      return known.reduce((rest, { anywhere }) => (anywhere ? rest.replace(anywhere, REDACTED) : rest), withoutTokens);
    }

    function redactMembers<T>(
      members: Readonly<Record<string, T>>,
      isSecret: (name: string) => boolean,
      redact: (member: T) => T,
      redactSecret: (member: T) => T = () => REDACTED as T,
    ): Record<string, T> {
      const redacted = Object.entries(members).map(([name, member]) => [
        redactText(name),
        isSecret(name) ? redactSecret(member) : redact(member),
      ]);
      return Object.fromEntries(redacted) as Record<string, T>;
    }

    function redactValue(value: unknown): unknown {
      if (typeof value === "string") {
        return redactString(value);
      }
      if (Array.isArray(value)) {
        return value.map(redactValue);
      }
      return typeof value === "object" && value !== null
        ? redactMembers(value as Record<string, unknown>, isSecretMember, redactValue)
        : value;
    }
  };

  /** Looks up each window of the run, because there can be too many tokens to search for each of them. */
  function redactTokens(run: string): string {
    for (let start = 0; start + windowLength <= run.length; start++) {
      const end = start + windowLength;
      if (tokens.has(run.slice(start, end))) {
        return run.slice(0, start) + REDACTED + redactTokens(run.slice(end));
      }
    }
    return run;
  }
}

/** A string as it is, and URL-decoded as often as that changes it. */
function forms(text: string): readonly string[] {
  const all = [text];
  for (let decodings = 0; decodings < MAX_DECODINGS; decodings++) {
    const last = all.at(-1) ?? "";
    const decoded = decodeUrl(last);
    if (decoded === last) {
      break;
    }
    all.push(decoded);
  }
  return all;
}

/** The words of an `Authorization` header without the scheme, and the secret of HTTP Basic. */
function credentialsIn(authorization: string): readonly string[] {
  const words = authorization.split(/[\s,]+/).filter((word) => word !== "");
  const credentials = words.filter((word, index) => index > 0 || !SCHEME.test(word) || words.length === 1);
  const { clientSecret } = readBasic(authorization).credentials ?? {};
  return clientSecret ? [...credentials, clientSecret] : credentials;
}

/** Keeps only the scheme of a header with credentials. */
function withoutCredentials(value: string): string {
  const [scheme = "", ...credentials] = value.split(" ");
  return credentials.length > 0 && SCHEME.test(scheme) ? `${scheme} ${REDACTED}` : REDACTED;
}
