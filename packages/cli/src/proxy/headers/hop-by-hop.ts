/** A header field: its name and its value. */
export type HeaderField = readonly [name: string, value: string];

/**
 * The fields that belong to one connection, so that no proxy passes them on. `Connection` names others.
 *
 * @see {@link https://www.rfc-editor.org/rfc/rfc9110#section-7.6.1 | RFC 9110, section 7.6.1}
 */
const HOP_BY_HOP: ReadonlySet<string> = new Set([
  "connection",
  "http2-settings",
  "keep-alive",
  "proxy-authenticate",
  "proxy-authentication-info",
  "proxy-authorization",
  "proxy-connection",
  "te",
  // Trailers are dropped, so nothing announces them.
  "trailer",
  "transfer-encoding",
  "upgrade",
]);

/**
 * Returns the fields to pass on, in their order.
 *
 * @param rawHeaders names and values in turn, as `node:http` has them
 * @param isDropped whether a field, by its name in lower case, is not passed on for another reason
 */
export function endToEndFields(rawHeaders: readonly string[], isDropped: (name: string) => boolean): HeaderField[] {
  const fields: HeaderField[] = [];
  const named: string[] = [];
  for (let at = 0; at + 1 < rawHeaders.length; at += 2) {
    const name = rawHeaders[at] as string;
    const value = rawHeaders[at + 1] as string;
    const key = name.toLowerCase();
    if (key === "connection") {
      named.push(...value.split(",").map((option) => option.trim().toLowerCase()));
    } else if (!HOP_BY_HOP.has(key) && !isDropped(key)) {
      fields.push([name, value]);
    }
  }
  const isOrdinary = named.every((option) => option === "keep-alive" || option === "close" || option === "");
  return isOrdinary ? fields : fields.filter(([name]) => !named.includes(name.toLowerCase()));
}
