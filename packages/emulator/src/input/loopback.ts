/** The names and addresses by which a machine reaches itself. */
export const LOOPBACK = { name: "localhost", ipv4: "127.0.0.1", ipv6: "::1" } as const;

/** Whether the host of a URL or of a `Host` header, with or without a port, is this machine. */
export function isLoopback(host: string): boolean {
  const name = host.replace(/:\d+$/, "");
  return name === LOOPBACK.name || name === LOOPBACK.ipv4 || name === `[${LOOPBACK.ipv6}]`;
}
