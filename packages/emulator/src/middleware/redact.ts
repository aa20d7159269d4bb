import type { Blueprint } from "../contract/documented-api.ts";
import type { AppRegistry } from "../state/apps.ts";
import type { LoggedRequest } from "../state/request-log.ts";
import type { TokenRegistry } from "../state/tokens.ts";

const REDACTED = "[redacted]";

/** Header fields that hold credentials. */
const CREDENTIALS = /^(?:proxy-)?authorization$|^cookie$/;

/** The name of a scheme; what is longer could be a token in its place. */
const SCHEME = /^[a-z]{1,12}$/i;

/** A shorter word of the Authorization header would be found by chance. */
const SHORTEST_CREDENTIAL = 4;

type Redactable = Pick<LoggedRequest, "path" | "query" | "headers" | "body"> & { readonly reason?: string | undefined };

/** Takes client secrets and access tokens out of a request, by the names of their members and wherever else they are. */
export type Redactor = (request: Redactable) => Pick<LoggedRequest, "path" | "query" | "headers" | "body" | "reason">;

export function createRedactor(
  { contract, tokenAnswer }: Blueprint,
  apps: Pick<AppRegistry, "secrets">,
  tokens: Pick<TokenRegistry, "isKept">,
): Redactor {
  const secretNames: ReadonlySet<string> = new Set(["client_secret", "access_token"]);
  const tokenLength = Math.max(1, tokenAnswer.tokenLength);
  const runs = new RegExp(`[A-Za-z0-9]{${tokenLength},}`, "g");

  return ({ path, query, headers, body, reason }) => {
    const own = credentialsIn(headers["authorization"] ?? "");
    return {
      path: hide(path),
      query: hideMembers(query, (_, value) => hide(value)),
      headers: hideMembers(headers, (name, value) => hide(CREDENTIALS.test(name) ? schemeOf(value) : value)),
      body: hideIn(body),
      ...(reason !== undefined && { reason: hide(reason) }),
    };

    /** As it is written, and as it is meant: a secret in a path is encoded. */
    function hide(text: string): string {
      const hidden = find(text);
      const decoded = decode(hidden);
      const hiddenInDecoded = decoded === hidden ? decoded : find(decoded);
      return hiddenInDecoded === decoded ? hidden : hiddenInDecoded;
    }

    function find(text: string): string {
      const secrets = apps.secrets();
      const others = own.reduce((rest, word) => rest.replaceAll(word, REDACTED), text).replace(runs, withoutTokens);
      return secrets ? others.replace(secrets, REDACTED) : others;
    }

    function hideMembers<T>(members: Readonly<Record<string, T>>, value: (name: string, member: T) => T | string) {
      return Object.fromEntries(
        Object.entries(members).map(([name, member]) => [
          hide(name),
          secretNames.has(name) ? REDACTED : value(name, member),
        ]),
      ) as Record<string, T>;
    }

    function hideIn(value: unknown): unknown {
      if (typeof value === "string") {
        return hide(value);
      }
      if (Array.isArray(value)) {
        return value.map(hideIn);
      }
      return typeof value === "object" && value !== null
        ? hideMembers(value as Record<string, unknown>, (_, member) => hideIn(member))
        : value;
    }
  };

  /** Looks each piece up: there can be too many tokens to look for each of them. */
  function withoutTokens(run: string): string {
    for (let start = 0; start + tokenLength <= run.length; start++) {
      const end = start + tokenLength;
      if (tokens.isKept(run.slice(start, end))) {
        return run.slice(0, start) + REDACTED + withoutTokens(run.slice(end));
      }
    }
    return run;
  }
}

function credentialsIn(authorization: string): readonly string[] {
  const words = authorization.split(/[\s,]+/).filter((word) => word.length >= SHORTEST_CREDENTIAL);
  return words.filter((word, index) => index > 0 || !SCHEME.test(word) || words.length === 1);
}

/** Of credentials, only the scheme is kept. */
function schemeOf(value: string): string {
  const [scheme = "", ...credentials] = value.split(" ");
  return credentials.length > 0 && SCHEME.test(scheme) ? `${scheme} ${REDACTED}` : REDACTED;
}

/** What can be decoded; the rest stays. */
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
