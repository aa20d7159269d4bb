import { invalidArgument } from "../errors.ts";
import { LOOPBACK } from "./loopback.ts";
import { isPort, PORT_REQUIREMENT } from "./port.ts";
import { formatType, formatValue } from "./validation/format-value.ts";
import { isPlainObject } from "./validation/plain-object.ts";

/** Where and how to listen. */
export interface ListenOptions {
  /**
   * The port to listen on. 0 chooses a free one.
   *
   * @default 0
   */
  readonly port?: number;
  /**
   * The address to listen on. Other machines cannot reach the default.
   *
   * @default "127.0.0.1"
   */
  readonly host?: string;
  /**
   * The certificate with which to serve HTTPS.
   *
   * @default none: the emulator serves HTTP
   */
  readonly tls?: TlsOptions;
}

/** A certificate for HTTPS, such as `createCertificate` returns. */
export interface TlsOptions {
  /** The private key, in PEM. */
  readonly key: string;
  /** The certificate, in PEM. */
  readonly cert: string;
}

/** Listen options with every default filled in. */
export interface ListenSettings {
  readonly port: number;
  readonly host: string;
  readonly tls: TlsOptions | undefined;
}

/** @throws {EmulatorError} `invalid_argument` */
export function readListenOptions(options: ListenOptions): ListenSettings {
  if (!isPlainObject(options)) {
    throw invalidArgument(`The options of listen must be an object such as { port: 4300 }; got ${formatType(options)}`);
  }
  const { port = 0, host = LOOPBACK.ipv4, tls } = options as ListenOptions;
  if (!isPort(port)) {
    throw invalidArgument(`port must be ${PORT_REQUIREMENT}; got ${formatValue(port)}`);
  }
  if (typeof host !== "string" || host === "") {
    throw invalidArgument(`host must be an address such as "127.0.0.1"; got ${formatValue(host)}`);
  }
  return { port, host, tls };
}
