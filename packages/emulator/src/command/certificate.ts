import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

/** A certificate for this machine, and the authority that vouches for it. */
export interface Certificate {
  readonly key: string;
  readonly cert: string;
  /** The file with the authority's certificate, for clients to trust. */
  readonly authorityFile: string;
  /** Removes the file. */
  remove(): Promise<void>;
}

const AUTHORITY = [{ name: "commonName", value: "MicroBilt emulator, this run only" }];
const SUBJECT = [{ name: "commonName", value: "localhost" }];

const COMMON = { keyType: "ec", curve: "P-256", algorithm: "sha256" } as const;

/** Makes a certificate for a run; the authority's key is not kept. */
export async function createCertificate(host: string): Promise<Certificate> {
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

  const folder = await mkdtemp(join(tmpdir(), "microbilt-emulator-"));
  const authorityFile = join(folder, "ca.pem");
  await writeFile(authorityFile, authority.cert);
  await chmod(folder, 0o755);
  return { key, cert, authorityFile, remove: () => rm(folder, { recursive: true, force: true }) };
}
