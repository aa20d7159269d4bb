import { connect, isIP } from "node:net";
import { connect as connectSecurely } from "node:tls";
import { CannotRun } from "../errors.ts";

const TIMEOUT_IN_MS = 10_000;

/** The codes of certificates that may be valid, but whose authority is not known here. */
const UNKNOWN_AUTHORITY = /SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/;

/** The codes of all other problems with a certificate. */
const CERTIFICATE_PROBLEM = /^(?:ERR_TLS|CERT)_/;

/**
 * Connects to a server once and closes the connection.
 *
 * @param ca the certificate of the authority to trust, in PEM
 * @throws {CannotRun} if the server does not accept connections, or the authority of its certificate is unknown
 */
export async function assertReachable(url: URL, ca: string | undefined): Promise<void> {
  const { promise, resolve, reject } = Promise.withResolvers<void>();
  const host = url.hostname.replace(/^\[(.*)\]$/, "$1");
  const isSecure = url.protocol === "https:";
  const address = { host, port: Number(url.port || (isSecure ? 443 : 80)), timeout: TIMEOUT_IN_MS };
  const socket = isSecure
    ? // Server names are not IP addresses (RFC 6066, section 3).
      connectSecurely({ ...address, ...(isIP(host) === 0 && { servername: host }), ...(ca !== undefined && { ca }) })
    : connect(address);
  socket.once(isSecure ? "secureConnect" : "connect", resolve);
  socket.once("error", reject);
  socket.once("timeout", () => reject(new Error(`no connection within ${TIMEOUT_IN_MS / 1000} s`)));
  try {
    await promise;
  } catch (error) {
    throwUnlessChecked(url, error as NodeJS.ErrnoException);
  } finally {
    socket.destroy();
  }
}

/** Apart from an unknown authority, problems with a certificate are findings of the checks. */
function throwUnlessChecked({ origin }: URL, { code = "", message }: NodeJS.ErrnoException): void {
  if (UNKNOWN_AUTHORITY.test(code)) {
    throw new CannotRun(
      `The certificate of ${origin} is from an authority that this machine does not know (${message}). Name the authority's certificate with --ca FILE.`,
    );
  }
  if (!CERTIFICATE_PROBLEM.test(code)) {
    throw new CannotRun(`Could not connect to ${origin}: ${message || code}.`);
  }
}
