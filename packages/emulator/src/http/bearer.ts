/** The syntax of the header (RFC 6750, section 2.1). The scheme is case-insensitive (RFC 9110, section 11.1). */
const BEARER = /^(?<scheme>[^\s,]+) +(?<token>[\w.~+/-]+=*)$/;

/** Reads the access token from an `Authorization` header. Returns undefined if the header does not have that syntax. */
export function readBearer(authorization: string | null, scheme: string): string | undefined {
  const { scheme: actual, token } = BEARER.exec(authorization?.trim() ?? "")?.groups ?? {};
  return actual?.toLowerCase() === scheme.toLowerCase() ? token : undefined;
}
