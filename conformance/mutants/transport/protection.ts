import type { Mutant } from "../mutant.ts";

/** TLS without encryption, and no TLS at all. */
export const protectionMutants: readonly Mutant[] = [
  {
    title: "The server accepts cipher suites without encryption",
    killedBy: "transport/cipher-suites",
    tls: "weak-ciphers",
  },
  {
    title: "The server returns the resource over plain http on its https port",
    killedBy: "transport/plain-http-resource",
    tls: "plain",
  },
];
