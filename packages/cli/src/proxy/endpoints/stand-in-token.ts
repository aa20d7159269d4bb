import { type tokenEndpoint as TokenEndpoint, tokenEndpoint, tokenResponse } from "@microbilt-oauth/spec/contract";
import type { TokenResponse } from "@microbilt-oauth/spec/types";

/**
 * What the proxy issues instead of an access token. It opens nothing, so a program may keep it for ever. It has the length of
 * a real one, for programs that store it in a column.
 */
const STAND_IN_TOKEN = "MicrobiltProxyStandInToken00";

/** Programs that renew their token do so as often as this, in s. */
const LIFETIME_IN_S = 3_600;

/**
 * Returns the response to a token request: SDKs that obtain their own token first work unchanged. The request is not checked,
 * because the proxy replaces the token by its own, and drops what the caller sends.
 *
 * @param now in ms since 1970
 */
export function standInToken(now: number): TokenResponse {
  return {
    issued_at: String(now),
    expires_in: String(LIFETIME_IN_S),
    token_type: tokenResponse.values.token_type[0],
    access_token: STAND_IN_TOKEN,
    status: tokenResponse.values.status[0],
  };
}

/**
 * Returns a function that recognizes the path of a token endpoint: the documented one, those that were observed, and that of
 * `--token-path`. Other spellings count, such as another case or encoded characters, because no caller's secret may be passed
 * on.
 */
export function createTokenPathCheck(tokenPath: string | undefined): (path: string) => boolean {
  const { path, aliases }: Pick<typeof TokenEndpoint, "path" | "aliases"> = tokenEndpoint;
  const paths = [path, ...aliases.map((alias) => alias.path), tokenPath ?? path].map(normalize);
  return (candidate) => paths.includes(normalize(candidate));
}

function normalize(path: string): string {
  const withoutParameters = decode(path).replace(/;[^/]*/g, "");
  return withoutParameters
    .toLowerCase()
    .replace(/\/{2,}/g, "/")
    .replace(/\/+$/, "");
}

/** Decodes a path that was encoded once or twice. What cannot be decoded stays as it is. */
function decode(path: string): string {
  try {
    return decodeURIComponent(decodeURIComponent(path));
  } catch {
    return path;
  }
}
