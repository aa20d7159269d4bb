import type { IncomingMessage } from "node:http";
import { endToEndFields } from "./hop-by-hop.ts";

/**
 * Returns the fields of a server's response that the proxy passes on: names and values in turn.
 *
 * @param baseUrl the URL of the server, without a trailing slash
 */
export function responseFields({ rawHeaders }: IncomingMessage, baseUrl: string): string[] {
  return endToEndFields(rawHeaders, () => false).flatMap(([name, value]) => [
    name,
    name.toLowerCase() === "location" ? throughProxy(value, baseUrl) : value,
  ]);
}

/** Without the server, `Location` leads back through the proxy: there, the next request gets an access token too. */
function throughProxy(location: string, baseUrl: string): string {
  const path = location.slice(baseUrl.length);
  return location.startsWith(baseUrl) && /^\/(?![/\\])/.test(path) ? path : location;
}
