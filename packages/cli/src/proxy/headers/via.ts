/** The name by which this proxy appears in `Via`. */
const PSEUDONYM = "microbilt-proxy";

/**
 * Returns the value of `Via` for a request that the proxy passes on.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-7.6.3 | RFC 9110, section 7.6.3}
 */
export function addToVia(via: string | undefined): string {
  return `${via ? `${via}, ` : ""}1.1 ${PSEUDONYM}`;
}

/** Returns whether a request has already passed through this proxy: its server is the proxy itself. */
export function isLoop(via: string | undefined): boolean {
  return via?.includes(PSEUDONYM) ?? false;
}
