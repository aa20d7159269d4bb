/**
 * The syntax of the header field (RFC 6750, section 2.1). The name of the scheme may be written in any case
 * (RFC 9110, section 11.1).
 */
const BEARER = /^(?<scheme>[^\s,]+) +(?<token>[\w.~+/-]+=*)$/;

/** The access token in an Authorization header; undefined when there is none that could be one. */
export function readBearer(authorization: string | null, scheme: string): string | undefined {
  const { scheme: given, token } = BEARER.exec(authorization?.trim() ?? "")?.groups ?? {};
  return given?.toLowerCase() === scheme.toLowerCase() ? token : undefined;
}
