import { writeFile } from "node:fs/promises";
import { join } from "node:path";
import { generate } from "selfsigned";

/** Files in PEM: a server and a client, certified by a private authority. */
export interface CertificateFiles {
  readonly key: string;
  readonly cert: string;
  readonly ca: string;
}

const COMMON = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;

/** Writes a certificate for loopback, which both sides of a mutual TLS connection can use. */
export async function writeCertificate(folder: string): Promise<CertificateFiles> {
  const authority = await generate([{ name: "commonName", value: "A private authority" }], {
    ...COMMON,
    extensions: [
      { name: "basicConstraints", cA: true, critical: true },
      { name: "keyUsage", keyCertSign: true, cRLSign: true, critical: true },
    ],
  });
  const { private: key, cert } = await generate([{ name: "commonName", value: "localhost" }], {
    ...COMMON,
    ca: { key: authority.private, cert: authority.cert },
    extensions: [
      { name: "basicConstraints", cA: false },
      { name: "keyUsage", digitalSignature: true, critical: true },
      { name: "extKeyUsage", serverAuth: true, clientAuth: true },
      {
        name: "subjectAltName",
        altNames: [
          { type: 2, value: "localhost" },
          { type: 7, ip: "127.0.0.1" },
        ],
      },
    ],
  });
  const files = { key: join(folder, "key.pem"), cert: join(folder, "cert.pem"), ca: join(folder, "ca.pem") };
  await Promise.all([writeFile(files.key, key), writeFile(files.cert, cert), writeFile(files.ca, authority.cert)]);
  return files;
}
