import { X509Certificate } from "node:crypto";
import { readFile } from "node:fs/promises";
import { createSecureContext } from "node:tls";
import { CannotRun } from "../errors.ts";
import type { ClientCertificate } from "../wire/connect.ts";

/**
 * Reads the certificate of an authority.
 *
 * @throws {CannotRun} if the file cannot be read, or contains no certificate
 */
export async function readCertificate(path: string): Promise<string> {
  const pem = await read(path, "certificate");
  try {
    new X509Certificate(pem);
    return pem;
  } catch (error) {
    throw new CannotRun(`${path} contains no certificate in PEM, which starts with -----BEGIN CERTIFICATE-----.`, {
      cause: error,
    });
  }
}

/**
 * Reads the certificate with which to identify to the server, and its key.
 *
 * @param keyPath the file with the key; without it, the certificate's own file
 * @throws {CannotRun} if a file cannot be read, or the key does not belong to the certificate
 */
export async function readClientCertificate(certPath: string, keyPath: string = certPath): Promise<ClientCertificate> {
  const cert = await readCertificate(certPath);
  const key = await read(keyPath, "key");
  try {
    createSecureContext({ cert, key });
    return { cert, key };
  } catch (error) {
    const hint = keyPath === certPath ? " Name the file with the key with --key FILE." : "";
    const purpose = keyPath === certPath ? "" : ` for ${certPath}`;
    throw new CannotRun(`${keyPath} contains no key${purpose}: ${(error as Error).message}.${hint}`, {
      cause: error,
    });
  }
}

async function read(path: string, what: string): Promise<string> {
  try {
    return await readFile(path, "utf8");
  } catch (error) {
    throw new CannotRun(`Could not read the ${what}: ${(error as Error).message}`, { cause: error });
  }
}
