import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Certificate, createCertificate } from "../certificate.ts";

/** A certificate for a run of the command. */
export interface CertificateOfRun extends Certificate {
  /** The file with the authority's certificate, for clients to trust. */
  readonly authorityFile: string;
  /** Removes the file. */
  remove(): Promise<void>;
}

export async function createCertificateOfRun(host: string): Promise<CertificateOfRun> {
  const certificate = await createCertificate(host);
  const folder = await mkdtemp(join(tmpdir(), "microbilt-emulator-"));
  const authorityFile = join(folder, "ca.pem");
  await writeFile(authorityFile, certificate.ca);
  await chmod(folder, 0o755);
  return { ...certificate, authorityFile, remove: () => rm(folder, { recursive: true, force: true }) };
}
