import { CannotRun } from "../errors.ts";
import { connectTo, connectWithTls, type Route } from "../wire/connect.ts";

const TIMEOUT_IN_MS = 10_000;

/** The codes of certificates that may be valid, but whose authority is not known here. */
const UNKNOWN_AUTHORITY = /SELF_SIGNED|UNABLE_TO_(?:GET|VERIFY)/;

/** The codes of all other problems with a certificate. */
const CERTIFICATE_PROBLEM = /^(?:ERR_TLS|CERT)_/;

/** The code of a server that does not accept HTTP/1.1, which is what the suite sends. */
const NO_PROTOCOL = "ERR_SSL_TLSV1_ALERT_NO_APPLICATION_PROTOCOL";

/** The code of a server whose first bytes are not TLS, such as one that speaks plain http. */
const NOT_TLS = "ERR_SSL_WRONG_VERSION_NUMBER";

/**
 * Connects to a server once and closes the connection.
 *
 * @throws {CannotRun} if the server does not accept connections or HTTP/1.1, or the authority of its certificate is
 * unknown
 */
export async function assertReachable(url: URL, route: Route): Promise<void> {
  const signal = AbortSignal.timeout(TIMEOUT_IN_MS);
  try {
    const socket = await (url.protocol === "https:"
      ? connectWithTls(url, route, signal, { ALPNProtocols: ["http/1.1"] })
      : connectTo(url, route, signal));
    socket.destroy();
  } catch (error) {
    throwUnlessChecked(url, error as NodeJS.ErrnoException, signal);
  }
}

/** Apart from an unknown authority, problems with a certificate are findings of the checks. */
function throwUnlessChecked({ origin }: URL, error: NodeJS.ErrnoException, { aborted }: AbortSignal): void {
  const { code = "", message } = error;
  if (UNKNOWN_AUTHORITY.test(code)) {
    throw new CannotRun(
      `The certificate of ${origin} is from an authority that this machine does not know (${message}). Name the authority's certificate with --ca FILE.`,
    );
  }
  if (code === NO_PROTOCOL) {
    throw new CannotRun(`${origin} accepts HTTP/2 only. The suite sends HTTP/1.1: enable it on the server too.`);
  }
  if (code === NOT_TLS) {
    throw new CannotRun(`${origin} does not speak TLS. If the server speaks plain http, write http:// in --base-url.`);
  }
  if (!CERTIFICATE_PROBLEM.test(code)) {
    const reason = aborted ? `no connection within ${TIMEOUT_IN_MS / 1000} s` : message || code;
    throw new CannotRun(`Could not connect to ${origin}: ${reason}.`, { cause: error });
  }
}
