/** The files that the commands of a report name. */
export interface CommandFiles {
  /** The certificate of the authority to trust. @default the authorities that the program trusts */
  readonly caFile?: string | undefined;
  /** The certificate with which to identify to the server, and the key. @default none */
  readonly certificateFiles?: CertificateFiles | undefined;
}

/** The files of a certificate. */
export interface CertificateFiles {
  /** The certificate. */
  readonly cert: string;
  /** The key. */
  readonly key: string;
}
