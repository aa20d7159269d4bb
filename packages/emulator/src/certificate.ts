/** A certificate for this machine, in PEM, and the authority that vouches for it. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** The authority's certificate, for clients to trust. Its key is not kept. */
  readonly ca: string;
}

const AUTHORITY = [{ name: "commonName", value: "MicroBilt emulator, this run only" }];
const SUBJECT = [{ name: "commonName", value: "localhost" }];

const COMMON = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;

/**
 * Makes a certificate for the emulator to listen with: `emulator.listen({ tls: await createCertificate() })`.
 *
 * @param host a name or an address for which it is to be good, besides `localhost` and loopback's addresses
 */
export async function createCertificate(host = "localhost"): Promise<Certificate> {
  // Only who asks for https waits for it to load.
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
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
          { type: 7, ip: "::1" },
          ...(/^[\d.]+$|:/.test(host) ? [{ type: 7 as const, ip: host }] : [{ type: 2 as const, value: host }]),
        ],
      },
    ],
  });
  return { key, cert, ca: authority.cert };
}
