import type { IncomingMessage } from "node:http";
import { endToEndFields, type HeaderField } from "./hop-by-hop.ts";
import { KEY_HEADER } from "./key-header.ts";
import { addToVia } from "./via.ts";

/** What the proxy sets itself, or has already acted on. */
const DROPPED: ReadonlySet<string> = new Set([
  "authorization",
  "content-length",
  "cookie",
  "expect",
  "host",
  KEY_HEADER,
  "via",
]);

/**
 * Returns the fields of a caller's request that the proxy passes on. The caller's `Authorization` is never among them.
 *
 * @param isStreamed whether the body is passed on as a stream, which has the length that the caller declares
 */
export function requestFields({ headers, rawHeaders }: IncomingMessage, isStreamed: boolean): HeaderField[] {
  const fields = endToEndFields(rawHeaders, (name) => DROPPED.has(name));
  const { cookie, via } = headers;
  const isForThisConnection = /(?:^|[\s,])cookie(?:$|[\s,])/i.test(headers.connection ?? "");
  if (cookie !== undefined && !isForThisConnection) {
    // Several of these fields are joined by a semicolon, unlike all others (RFC 6265, section 5.4), as Node has done here.
    fields.push(["cookie", cookie]);
  }
  const length = headers["content-length"];
  if (isStreamed && length !== undefined) {
    fields.push(["content-length", length]);
  }
  fields.push(["via", addToVia(via)]);
  return fields;
}
