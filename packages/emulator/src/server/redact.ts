import type { Contract } from "@microbilt-oauth/spec";

const REDACTED = "[redacted]";

/** Header fields that hold credentials. */
const CREDENTIALS = /^(?:proxy-)?authorization$|^cookie$/;

/** Takes client secrets and access tokens out of what is written down. */
export interface Redactor {
  /** A copy of what JSON can hold, in which no member holds a secret. */
  body(body: unknown): unknown;
  query(query: Readonly<Record<string, string>>): Record<string, string>;
  /** Of credentials, only the scheme is kept. */
  headers(headers: Iterable<readonly [string, string]>): Record<string, string>;
}

export function createRedactor({ parameters, tokenMembers }: Contract): Redactor {
  const secret: ReadonlySet<string> = new Set([parameters.clientSecret, tokenMembers.accessToken]);

  function body(value: unknown): unknown {
    if (Array.isArray(value)) {
      return value.map(body);
    }
    return typeof value === "object" && value !== null
      ? Object.fromEntries(Object.entries(value).map(([name, member]) => [name, hide(name, body(member))]))
      : value;
  }

  function hide<T>(name: string, value: T): T | string {
    return secret.has(name) ? REDACTED : value;
  }

  return {
    body,
    query: (query) => Object.fromEntries(Object.entries(query).map(([name, value]) => [name, hide(name, value)])),
    headers: (headers) =>
      Object.fromEntries(Array.from(headers, ([name, value]) => [name, hideCredentials(name, value)])),
  };
}

function hideCredentials(name: string, value: string): string {
  if (!CREDENTIALS.test(name)) {
    return value;
  }
  const [scheme, ...credentials] = value.split(" ");
  return credentials.length > 0 ? `${scheme} ${REDACTED}` : REDACTED;
}
