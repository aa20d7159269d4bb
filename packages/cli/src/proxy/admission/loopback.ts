import { isIPv4 } from "node:net";

/**
 * Returns whether a name or an address is that of this machine.
 *
 * @param host without a port; an IPv6 address may have its brackets
 */
export function isLoopback(host: string): boolean {
  const name = host.toLowerCase().replace(/^\[|\]$/g, "");
  return name === "localhost" || name === "::1" || (isIPv4(name) && name.startsWith("127."));
}
