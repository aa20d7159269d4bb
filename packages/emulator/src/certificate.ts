import { LOOPBACK } from "./input/loopback.ts";

/** A certificate for this machine, and that of the authority which signed it. */
export interface Certificate {
  /** The private key, in PEM. */
  readonly key: string;
  /** The certificate, in PEM. */
  readonly cert: string;
  /** The certificate of the authority, in PEM, for clients to trust. The authority's private key is discarded. */
  readonly ca: string;
}

const AUTHORITY = [{ name: "commonName", value: "MicroBilt emulator, this run only" }];
const SUBJECT = [{ name: "commonName", value: LOOPBACK.name }];

const COMMON = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;

/**
 * Creates a certificate for HTTPS: `emulator.listen({ tls: await createCertificate() })`.
 *
 * @param host the host name or address to certify, in addition to those of loopback
 */
export async function createCertificate(host: string = LOOPBACK.name): Promise<Certificate> {
  // Loaded here, because it is slow to load and HTTP does not need it.
  const { generate } = await import("selfsigned");
  const authority = await generate(AUTHORITY, {
    ...COMMON,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const { private: key, cert } = await generate(SUBJECT, {
    ...COMMON,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: LOOPBACK.name },
          { type: 7, ip: LOOPBACK.ipv4 },
          { type: 7, ip: LOOPBACK.ipv6 },
          ...(/^[\d.]+$|:/.test(host) ? [{ type: 7 as const, ip: host }] : [{ type: 2 as const, value: host }]),
        ],
      },
    ],
  });
  return { key, cert, ca: authority.cert };
}
