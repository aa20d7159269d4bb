import { chmod, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { type Certificate, createCertificate } from "../certificate.ts";

/** A certificate, with that of its authority in a temporary file. */
export interface TemporaryCertificate extends Certificate {
  /** The path of the file, for clients to trust. */
  readonly authorityFile: string;
  /** Removes the file. */
  remove(): Promise<void>;
}

export async function createTemporaryCertificate(host: string): Promise<TemporaryCertificate> {
  const certificate = await createCertificate(host);
  const folder = await mkdtemp(join(tmpdir(), "microbilt-emulator-"));
  const authorityFile = join(folder, "ca.pem");
  await writeFile(authorityFile, certificate.ca);
  // Clients of other users can read it, too.
  await chmod(folder, 0o755);
  return { ...certificate, authorityFile, remove: () => rm(folder, { recursive: true, force: true }) };
}
