/** The credentials of HTTP Basic. */
export interface BasicCredentials {
  readonly clientId: string;
  readonly clientSecret: string;
}

/** A request that authenticates with HTTP Basic. */
export interface BasicAuthentication {
  /** Undefined if the header does not have the syntax. */
  readonly credentials: BasicCredentials | undefined;
}

/** Whether an `Authorization` header has the scheme of HTTP Basic, with or without credentials. */
export function isBasic(authorization: string): boolean {
  return /^basic(?: |$)/i.test(authorization.trim());
}

/**
 * Reads the credentials of an `Authorization` header. They are not URL-decoded, although RFC 6749, section 2.3.1, says that
 * they are encoded: whether gateways of this family decode them is not known.
 *
 * @see https://www.rfc-editor.org/rfc/rfc7617#section-2
 */
export function readBasic(authorization: string): BasicAuthentication {
  const [, encoded = ""] = /^basic +(\S+)$/i.exec(authorization.trim()) ?? [];
  const [, clientId, clientSecret] = /^([^:]*):(.*)$/s.exec(decodeBase64(encoded) ?? "") ?? [];
  return {
    credentials: clientId === undefined || clientSecret === undefined ? undefined : { clientId, clientSecret },
  };
}

/** Encodes credentials as HTTP Basic does. */
export function encodeBasic({ clientId, clientSecret }: BasicCredentials): string {
  const bytes = new TextEncoder().encode(`${clientId}:${clientSecret}`);
  return btoa(Array.from(bytes, (byte) => String.fromCharCode(byte)).join(""));
}

function decodeBase64(encoded: string): string | undefined {
  try {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    return new TextDecoder("utf-8", { fatal: true }).decode(bytes);
  } catch {
    return undefined;
  }
}
