import type { JsonTokenRequest, TokenResponse } from "@microbilt-oauth/spec/types";
import type { AppRegistry } from "../state/apps.ts";
import type { LoggedRequest } from "../state/request-log.ts";
import type { TokenRegistry } from "../state/tokens.ts";

const REDACTED = "[redacted]";

/** Members that hold a secret or a token, whatever their value. */
const SECRET_MEMBERS: readonly (keyof JsonTokenRequest | keyof TokenResponse)[] = ["client_secret", "access_token"];

/** Header fields that hold credentials. */
const CREDENTIAL_HEADERS = /^(?:proxy-)?authorization$|^cookie$/;

/** An authentication scheme. A longer word could be a token in its place. */
const SCHEME = /^[a-z]{1,12}$/i;

/** Words of the `Authorization` header that are shorter would match unrelated strings. */
const MIN_CREDENTIAL_LENGTH = 4;

type Redactable = Pick<LoggedRequest, "path" | "query" | "headers" | "body"> & { readonly reason?: string | undefined };

/** Replaces client secrets and access tokens in a request, by the name of a member and anywhere in a string. */
export type Redactor = (request: Redactable) => Pick<LoggedRequest, "path" | "query" | "headers" | "body" | "reason">;

export function createRedactor(
  tokenLength: number,
  apps: Pick<AppRegistry, "secretPattern">,
  tokens: Pick<TokenRegistry, "has">,
): Redactor {
  const secretMembers: ReadonlySet<string> = new Set(SECRET_MEMBERS);
  const windowLength = Math.max(1, tokenLength);
  const runs = new RegExp(`[A-Za-z0-9]{${windowLength},}`, "g");

  return ({ path, query, headers, body, reason }) => {
    const ownCredentials = credentialsIn(headers["authorization"] ?? "");
    return {
      path: redact(path),
      query: redactMembers(query, (_, value) => redact(value)),
      headers: redactMembers(headers, (name, value) =>
        redact(CREDENTIAL_HEADERS.test(name) ? withoutCredentials(value) : value),
      ),
      body: redactValue(body),
      ...(reason !== undefined && { reason: redact(reason) }),
    };

    /** Redacts a string both as it is and URL-decoded, because a path contains a secret in encoded form. */
    function redact(text: string): string {
      const redacted = redactPlain(text);
      const decoded = decode(redacted);
      const redactedDecoded = decoded === redacted ? decoded : redactPlain(decoded);
      return redactedDecoded === decoded ? redacted : redactedDecoded;
    }

    function redactPlain(text: string): string {
      const secrets = apps.secretPattern();
      const others = ownCredentials.reduce((rest, word) => rest.replaceAll(word, REDACTED), text);
      const withoutTokens = others.replace(runs, redactTokens);
      return secrets ? withoutTokens.replace(secrets, REDACTED) : withoutTokens;
    }

    function redactMembers<T>(members: Readonly<Record<string, T>>, value: (name: string, member: T) => T | string) {
      return Object.fromEntries(
        Object.entries(members).map(([name, member]) => [
          redact(name),
          secretMembers.has(name) ? REDACTED : value(name, member),
        ]),
      ) as Record<string, T>;
    }

    function redactValue(value: unknown): unknown {
      if (typeof value === "string") {
        return redact(value);
      }
      if (Array.isArray(value)) {
        return value.map(redactValue);
      }
      return typeof value === "object" && value !== null
        ? redactMembers(value as Record<string, unknown>, (_, member) => redactValue(member))
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

/** The words of an `Authorization` header, without the scheme. */
function credentialsIn(authorization: string): readonly string[] {
  const words = authorization.split(/[\s,]+/).filter((word) => word.length >= MIN_CREDENTIAL_LENGTH);
  return words.filter((word, index) => index > 0 || !SCHEME.test(word) || words.length === 1);
}

/** Keeps only the scheme of a header with credentials. */
function withoutCredentials(value: string): string {
  const [scheme = "", ...credentials] = value.split(" ");
  return credentials.length > 0 && SCHEME.test(scheme) ? `${scheme} ${REDACTED}` : REDACTED;
}

/** Decodes a URL-encoded string, except for sequences that are not valid. */
function decode(text: string): string {
  if (!/[%+]/.test(text)) {
    return text;
  }
  return text.replaceAll("+", " ").replace(/(?:%[\da-f]{2})+/gi, (encoded) => {
    try {
      return decodeURIComponent(encoded);
    } catch {
      return encoded;
    }
  });
}
